import { expect, test } from '@jest/globals';

import type { Workflow } from '../../../../tools/n8n/types.ts';
import { decode } from '../../../support/ffprobe';
import type { N8nInstance } from '../../../support/n8nInstance';

const PATH = 'speak-link';

/** The main example, returning the JSON that an agent receives, including the link. */
const withLink = (workflow: Workflow): Workflow => ({
	...workflow,
	nodes: workflow.nodes.map((node) => {
		const { parameters } = node;
		if (node.name === 'Webhook') {
			return { ...node, webhookId: PATH, parameters: { ...parameters, path: PATH } };
		}
		if (node.name === 'AsyncFlow') {
			return { ...node, parameters: { ...parameters, options: { createAudioLink: true } } };
		}
		return { ...node, parameters: { respondWith: 'firstIncomingItem', options: {} } };
	}),
});

export function audioLinkTests(n8n: () => N8nInstance): void {
	test('an audio link returns the audio without a login', async () => {
		const { client, asyncFlow, publishExample } = n8n();
		const { credential } = await asyncFlow();
		const workflow = await publishExample('asyncflow-speak-from-webhook', [credential], withLink);
		const response = await client.callWebhook(PATH, {
			text: 'This can be heard by everybody who has the link.',
		});
		expect(response.status).toBe(200);
		const { audioLink, audio } = (await response.json()) as {
			audioLink: string;
			audio: { bytes: number; mimeType: string };
		};
		expect(audioLink).toContain(`${client.url}/rest/binary-data/signed?token=`);

		const fetched = await fetch(audioLink);
		expect(fetched.status).toBe(200);
		expect(fetched.headers.get('content-type')).toBe(audio.mimeType);
		const bytes = Buffer.from(await fetched.arrayBuffer());
		expect(bytes.length).toBe(audio.bytes);
		expect((await decode(bytes)).meanVolume).toBeGreaterThan(-40);

		expect((await fetch(`${audioLink.slice(0, -3)}abc`)).ok).toBe(false);
		await client.unpublish(workflow.id);
	});
}
