import type { Workflow } from '../../../scripts/n8n/types.ts';
import { wavSample } from '../../support/aiVoiceCloneFree';
import type { N8nInstance } from '../../support/n8nInstance';

/** Five seconds at least are wanted of a sample. */
export const SAMPLE: Buffer<ArrayBuffer> = Buffer.from(wavSample(6));

/** Sends what `curl -F data=@sample.wav -F text=…` would. */
export async function upload(
	n8n: N8nInstance,
	path: string,
	text: string,
	sample: Buffer<ArrayBuffer> = SAMPLE,
): Promise<Response> {
	const form = new FormData();
	form.append('data', new Blob([sample], { type: 'audio/wav' }), 'sample.wav');
	form.append('text', text);
	return await fetch(`${n8n.client.url}/webhook/${path}`, { method: 'POST', body: form });
}

/** The workflow with some parameters of one node changed. */
export const withParameters =
	(node: string, parameters: Record<string, unknown>) =>
	(workflow: Workflow): Workflow => ({
		...workflow,
		nodes: workflow.nodes.map((one) =>
			one.name === node ? { ...one, parameters: { ...one.parameters, ...parameters } } : one,
		),
	});
