import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';

import type { Credential, SavedWorkflow } from '../../../../tools/n8n/types.ts';
import { textOf } from '../../../support/aiVoiceCloneFree';
import { decode, probe } from '../../../support/ffprobe';
import type { N8nInstance } from '../../../support/n8nInstance';
import type { FormNotes, PlaygroundAccount } from '../../../support/playground';
import { outcomes } from '../../fixtures/until';
import { SAMPLE, upload } from '../../fixtures/upload';

const EXAMPLE = 'aivoiceclonefree-speak-from-webhook';
const PATH = 'aivoiceclonefree-speak';
const TEXT = 'Hello, this sentence is spoken in the voice of whoever sent the sample.';

export function speakExampleTests(n8n: () => N8nInstance): void {
	describe(`the example ${EXAMPLE}`, () => {
		let credential: Credential;
		let account: PlaygroundAccount;
		let live: SavedWorkflow;

		const send = async (text: string, sample?: Buffer<ArrayBuffer>) =>
			await upload(n8n(), PATH, text, sample);
		/** Requests to the provider, oldest first. */
		const forms = async () => (await account.requests()).map(({ body }) => body as FormNotes);

		async function expectAudio(response: Response, seconds: number): Promise<void> {
			expect(response.status).toBe(200);
			expect(response.headers.get('content-type')).toBe('audio/wav');
			const audio = Buffer.from(await response.arrayBuffer());
			const { codec, sampleRate } = await probe(audio);
			expect(codec).toBe('pcm_s16le');
			const { warnings, meanVolume, pcm } = await decode(audio);
			expect(warnings).toBe('');
			expect(meanVolume).toBeGreaterThan(-40);
			expect(pcm.length / sampleRate).toBeGreaterThan(seconds);
		}

		beforeAll(async () => {
			({ credential, account } = await n8n().aiVoiceCloneFree());
			live = await n8n().publishExample(EXAMPLE, [credential]);
		});

		afterAll(async () => {
			await n8n().client.unpublish(live.id);
		});

		test('returns the text in the voice of the sample', async () => {
			await expectAudio(await send(TEXT), 2);
			const [form, ...others] = await forms();
			expect(others).toEqual([]);
			expect(form?.fields).toEqual({ text: TEXT });
			expect(form?.files).toMatchObject([
				{ field: 'audio_file', sha256: createHash('sha256').update(SAMPLE).digest('hex') },
			]);
		});

		test('also accepts a file without a form', async () => {
			const url = `${n8n().client.url}/webhook/${PATH}?${String(new URLSearchParams({ text: TEXT }))}`;
			const headers = { 'content-type': 'audio/wav' };
			await expectAudio(await fetch(url, { method: 'POST', headers, body: SAMPLE }), 2);
		});

		test('synthesizes a longer text in chunks', async () => {
			const before = (await forms()).length;
			const text = textOf(1500);
			await expectAudio(await send(text), 30);
			const parts = (await forms()).slice(before).map(({ fields }) => String(fields.text));
			expect(parts).toHaveLength(2);
			expect(parts.join('')).toHaveLength(text.length);
		});

		test('returns the reason when the input is invalid, and sends nothing', async () => {
			const before = (await forms()).length;
			const short = await send(TEXT, SAMPLE.subarray(0, 60_000));
			expect(short.status).toBe(422);
			expect(await short.json()).toEqual({ error: expect.stringContaining('sample') });
			const silent = await send('');
			expect(silent.status).toBe(422);
			expect(await silent.json()).toEqual({ error: expect.stringContaining('Text is empty') });
			expect(await forms()).toHaveLength(before);
		});

		test('returns the reason when the provider returns an error', async () => {
			await account.update({ plan: 'free' });
			const response = await send(TEXT);
			expect(response.status).toBe(422);
			expect(await response.json()).toEqual({ error: expect.stringContaining('does not include the API') });
			expect(await outcomes(n8n().client, live.id, 6)).toEqual(Array(6).fill('success'));
		});
	});
}
