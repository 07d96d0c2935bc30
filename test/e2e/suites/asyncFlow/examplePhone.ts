import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import type { Credential, SavedWorkflow, Workflow } from '../../../../tools/n8n/types.ts';
import { decode } from '../../../support/ffprobe';
import type { N8nInstance } from '../../../support/n8nInstance';
import type { PlaygroundAccount } from '../../../support/playground';
import { outcomes } from '../../fixtures/until';

const EXAMPLE = 'asyncflow-answer-a-phone-call';
const TWIML = /^<\?xml version="1\.0" encoding="UTF-8"\?>\s*<Response><Play>([^<>]+)<\/Play><\/Response>$/;
/** The only type without a header that Twilio accepts for <Play>. */
const AUDIO_TYPE = 'audio/ulaw';
const SAMPLE_RATE = 8000;

/** The relevant fields of a Twilio call. */
const CALL = { CallSid: 'CA0123456789abcdef0123456789abcdef', From: '+15005550006', To: '+15005550001' };

const withText =
	(text: string) =>
	(workflow: Workflow): Workflow => ({
		...workflow,
		nodes: workflow.nodes.map((node) => {
			if (node.name !== 'What to say') return node;
			const assignments = [{ id: 'text', name: 'text', value: text, type: 'string' }];
			return { ...node, parameters: { ...node.parameters, assignments: { assignments } } };
		}),
	});

/** The value of the TwiML, with its entities resolved. A bare & would not be valid XML. */
function playedUrl(twiml: string): string {
	const [, escaped = ''] = TWIML.exec(twiml.trim()) ?? [];
	expect(escaped).not.toBe('');
	expect(escaped.replace(/&(amp|lt|gt|quot|apos);/g, '')).not.toContain('&');
	return escaped.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** Calls the webhook as Twilio does. */
export function phoneExampleTests(n8n: () => N8nInstance): void {
	describe(`the example ${EXAMPLE}`, () => {
		let credential: Credential;
		let account: PlaygroundAccount;
		let live: SavedWorkflow;

		const call = async (): Promise<string> => {
			const response = await fetch(`${n8n().client.url}/webhook/asyncflow-call`, {
				method: 'POST',
				body: new URLSearchParams(CALL),
			});
			expect(response.status).toBe(200);
			expect(response.headers.get('content-type')).toMatch(/^text\/xml/);
			return playedUrl(await response.text());
		};

		beforeAll(async () => {
			({ credential, account } = await n8n().asyncFlow());
			live = await n8n().publishExample(EXAMPLE, [credential]);
		});

		afterAll(async () => {
			await n8n().client.unpublish(live.id);
		});

		test('plays speech to the caller in telephone format', async () => {
			const url = await call();
			expect(await account.requests()).toEqual([]);
			expect(new URL(url).origin).toBe(n8n().client.url);

			const response = await fetch(url);
			expect(response.status).toBe(200);
			expect(response.headers.get('content-type')).toBe(AUDIO_TYPE);
			expect(response.headers.get('cache-control')).toBe('public, max-age=3600');
			const audio = Buffer.from(await response.arrayBuffer());

			const heard = await decode(audio, ['-f', 'mulaw', '-ar', String(SAMPLE_RATE), '-ac', '1']);
			expect(heard.warnings).toBe('');
			expect(heard.meanVolume).toBeGreaterThan(-40);
			expect(heard.meanVolume).toBeLessThan(-5);
			expect(heard.pcm.length).toBe(audio.length);
			expect(audio.length / SAMPLE_RATE).toBeGreaterThan(2);
			expect((await account.requests()).map(({ body }) => body)).toEqual([
				expect.objectContaining({
					transcript: expect.stringContaining('Thank you for calling'),
					output_format: { container: 'raw', encoding: 'pcm_mulaw', sample_rate: SAMPLE_RATE },
				}),
			]);
			expect(await outcomes(n8n().client, live.id, 2)).toEqual(['success', 'success']);
		});

		test('returns the same URL for the same text, and a different one for a different text', async () => {
			const url = await call();
			expect(await call()).toBe(url);
			await n8n().client.unpublish(live.id);
			const text = 'Tom & Jerry say: 1 < 2, "quotes" and \'apostrophes\'.';
			live = await n8n().publishExample(EXAMPLE, [credential], withText(text));
			const other = await call();
			expect(other).not.toBe(url);
			expect((await fetch(other)).headers.get('content-type')).toBe(AUDIO_TYPE);
			expect((await account.requests()).at(-1)?.body).toMatchObject({ transcript: text });
		});
	});
}
