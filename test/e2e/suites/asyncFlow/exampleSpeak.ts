import { describe, expect, test } from '@jest/globals';

import type { Workflow } from '../../../../tools/n8n/types.ts';
import { probe, decode } from '../../../support/ffprobe';
import type { N8nInstance } from '../../../support/n8nInstance';

const MAIN = 'asyncflow-speak-from-webhook';
const TEXT = 'Good morning. This is the packed package in a real n8n.';

/** The example with its own webhook and changed parameters of its AsyncFlow node. */
const variant =
	(path: string, parameters: Record<string, unknown> = {}) =>
	(workflow: Workflow): Workflow => ({
		...workflow,
		name: `${workflow.name} ${path}`,
		nodes: workflow.nodes.map((node) => {
			if (node.type === 'n8n-nodes-base.webhook') {
				return { ...node, webhookId: path, parameters: { ...node.parameters, path } };
			}
			if (!node.type.endsWith('.asyncFlow')) return node;
			return { ...node, parameters: { ...node.parameters, ...parameters } };
		}),
	});

const FORMATS: Array<[name: string, parameters: Record<string, unknown>, mimeType: string, codec: string]> = [
	['mp3', { container: 'mp3', sampleRate: 44_100, bitRate: 128_000 }, 'audio/mpeg', 'mp3'],
	['f32', { container: 'wav', encoding: 'pcm_f32le', sampleRate: 44_100 }, 'audio/wav', 'pcm_f32le'],
	['mulaw', { container: 'wav', encoding: 'pcm_mulaw', sampleRate: 8000 }, 'audio/wav', 'pcm_mulaw'],
];

export function speakExampleTests(n8n: () => N8nInstance): void {
	describe(`the example ${MAIN}`, () => {
		test('can be imported and published, and returns the audio', async () => {
			const { client, asyncFlow, publishExample } = n8n();
			const { credential, account } = await asyncFlow();
			const workflow = await publishExample(MAIN, [credential]);

			const response = await client.callWebhook('speak', { text: TEXT });
			expect(response.status).toBe(200);
			expect(response.headers.get('content-type')).toBe('audio/wav');
			const audio = Buffer.from(await response.arrayBuffer());

			expect(await probe(audio)).toMatchObject({
				formatName: 'wav',
				codec: 'pcm_s16le',
				sampleRate: 24_000,
				channels: 1,
			});
			const { warnings, meanVolume, pcm } = await decode(audio);
			expect(warnings).toBe('');
			expect(meanVolume).toBeGreaterThan(-40);
			expect(pcm.length / 24_000).toBeGreaterThan(2);

			expect((await client.executions(workflow.id)).map(({ status }) => status)).toEqual(['success']);
			expect((await account.usage()).characters).toBe(TEXT.length);
			await client.unpublish(workflow.id);
		});

		test.each(FORMATS)('returns %s if configured for it', async (name, parameters, mimeType, codec) => {
			const { client, asyncFlow, publishExample } = n8n();
			const { credential } = await asyncFlow();
			const workflow = await publishExample(MAIN, [credential], variant(`speak-${name}`, parameters));
			const response = await client.callWebhook(`speak-${name}`, { text: TEXT });
			expect(response.status).toBe(200);
			expect(response.headers.get('content-type')).toBe(mimeType);
			const audio = Buffer.from(await response.arrayBuffer());
			expect(await probe(audio)).toMatchObject({ codec, sampleRate: parameters.sampleRate });
			expect((await decode(audio)).warnings).toBe('');
			await client.unpublish(workflow.id);
		});

		test('fails with the reason when the provider returns an error', async () => {
			const { client, asyncFlow, publishExample } = n8n();
			const { credential, account } = await asyncFlow();
			await account.update({ characterQuota: 1 });
			const workflow = await publishExample(MAIN, [credential], variant('speak-quota'));
			const response = await client.callWebhook('speak-quota', { text: TEXT });
			expect(response.status).toBe(500);
			const [execution] = await client.executions(workflow.id);
			expect(execution?.status).toBe('error');
			const { data } = await client.execution(execution?.id ?? '');
			expect(data).toContain('quota exceeded');
			expect(data).not.toContain(account.apiKey);
			await client.unpublish(workflow.id);
		});
	});
}
