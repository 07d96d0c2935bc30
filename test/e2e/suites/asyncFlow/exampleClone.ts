import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';

import type { Credential, SavedWorkflow, Workflow } from '../../../../tools/n8n/types.ts';
import { decode, probe } from '../../../support/ffprobe';
import type { N8nInstance } from '../../../support/n8nInstance';
import type { FormNotes, JournalEntry, PlaygroundAccount } from '../../../support/playground';
import { outcomes } from '../../fixtures/until';

const EXAMPLE = 'asyncflow-clone-a-voice';
const PATH = 'asyncflow-clone-voice';
const TEXT = 'Hello, this sentence is spoken by a voice that did not exist a moment ago.';
const SPOKEN_BY = 'e0f39dc4-f691-4e78-bba5-5c636692cc04';

/** A voice recording from the playground. */
async function record(baseUrl: string, apiKey: string, transcript: string): Promise<Buffer<ArrayBuffer>> {
	const response = await fetch(`${baseUrl}/text_to_speech`, {
		method: 'POST',
		headers: { 'x-api-key': apiKey, version: 'v1', 'content-type': 'application/json' },
		body: JSON.stringify({
			model_id: 'asyncflow_v2.0',
			transcript,
			voice: { mode: 'id', id: SPOKEN_BY },
			output_format: { container: 'wav', encoding: 'pcm_s16le', sample_rate: 24_000 },
		}),
	});
	expect(response.status).toBe(200);
	return Buffer.from(await response.arrayBuffer());
}

/** The example with every voice of its own counting as old immediately. */
const forgetful = (workflow: Workflow): Workflow =>
	JSON.parse(JSON.stringify(workflow).replace('{ days: 1 }', '{ days: 0 }')) as Workflow;

export function cloneExampleTests(n8n: () => N8nInstance): void {
	describe(`the example ${EXAMPLE}`, () => {
		let credential: Credential;
		let account: PlaygroundAccount;
		let sample: Buffer<ArrayBuffer>;
		let live: SavedWorkflow;

		const publish = async (change?: (workflow: Workflow) => Workflow) => {
			live = await n8n().publishExample(EXAMPLE, [credential], change);
		};
		const send = async (
			body: NonNullable<RequestInit['body']>,
			query = '',
			headers: Record<string, string> = {},
		) => await fetch(`${n8n().client.url}/webhook/${PATH}${query}`, { method: 'POST', headers, body });
		const requests = async (operationId: string): Promise<JournalEntry[]> =>
			(await account.requests()).filter((entry) => entry.operationId === operationId);
		const upload = (file: Buffer<ArrayBuffer>, fields: Record<string, string>) => {
			const form = new FormData();
			form.append('data', new Blob([file], { type: 'audio/wav' }), 'sample.wav');
			for (const [name, value] of Object.entries(fields)) form.append(name, value);
			return form;
		};
		/** The workflow continues after its response. */
		const finished = async (count: number) => await outcomes(n8n().client, live.id, count);

		beforeAll(async () => {
			({ credential, account } = await n8n().asyncFlow());
			const baseUrl = n8n().playground.baseUrl('asyncflow');
			sample = await record(
				baseUrl,
				account.apiKey,
				'I am reading this aloud so that my voice can be learned by a machine.',
			);
			await publish();
		});

		afterAll(async () => {
			await n8n().client.unpublish(live.id);
		});

		test('clones an uploaded sample and returns speech in the new voice', async () => {
			const response = await send(upload(sample, { name: 'Anna', text: TEXT }));
			expect(response.status).toBe(200);
			expect(response.headers.get('content-type')).toBe('audio/mpeg');
			const audio = Buffer.from(await response.arrayBuffer());
			expect(await probe(audio)).toMatchObject({ codec: 'mp3', sampleRate: 44_100 });
			const { warnings, meanVolume, pcm } = await decode(audio);
			expect(warnings).toBe('');
			expect(meanVolume).toBeGreaterThan(-40);
			expect(pcm.length / 44_100).toBeGreaterThan(2);

			const [clone] = await requests('cloneVoice');
			const { fields, files } = clone?.body as FormNotes;
			expect(fields).toMatchObject({ name: 'Anna', language: 'en', enhance: 'false' });
			expect(files[0]?.sha256).toBe(createHash('sha256').update(sample).digest('hex'));
			const speech = (await requests('textToSpeech')).at(-1)?.body;
			const voiceId = response.headers.get('x-voice-id');
			expect(speech).toMatchObject({ transcript: TEXT, voice: { id: voiceId } });

			expect(await finished(1)).toEqual(['success']);
			expect(await requests('deleteVoice')).toEqual([]);
		});

		test('also accepts a file without a form', async () => {
			const response = await send(sample, `?${String(new URLSearchParams({ name: 'Bert', text: TEXT }))}`, {
				'content-type': 'audio/wav',
			});
			expect(response.status).toBe(200);
			expect((await decode(Buffer.from(await response.arrayBuffer()))).meanVolume).toBeGreaterThan(-40);
			const { fields } = (await requests('cloneVoice')).at(-1)?.body as FormNotes;
			expect(fields.name).toBe('Bert');
			expect((await requests('textToSpeech')).at(-1)?.body).toMatchObject({ transcript: TEXT });
			await finished(2);
		});

		test('returns the reason when the sample is unusable, and is not charged', async () => {
			const before = (await account.requests()).length;
			const short = await send(upload(sample.subarray(0, 24_000), { text: TEXT }));
			expect(short.status).toBe(422);
			expect(await short.json()).toEqual({ error: expect.stringContaining('sample') });
			const none = await send(new URLSearchParams({ text: TEXT }));
			expect(none.status).toBe(422);
			expect((await account.requests()).length).toBe(before);
			await finished(4);
		});

		test('returns the reason when the new voice cannot be used', async () => {
			await account.fault({
				kind: 'status',
				status: 429,
				errorCode: 'USAGE_LIMIT_EXCEEDED',
				operation: 'textToSpeech',
			});
			const response = await send(upload(sample, {}));
			expect(response.status).toBe(422);
			expect(await response.json()).toEqual({ error: expect.stringContaining('quota exceeded') });
			await finished(5);
		});

		test('deletes only old voices of earlier runs', async () => {
			const baseUrl = n8n().playground.baseUrl('asyncflow');
			const own = upload(sample, { name: 'Mine', language: 'en', enhance: 'false' });
			own.delete('data');
			own.append('audio', new Blob([sample]), 'sample.wav');
			const kept = await fetch(`${baseUrl}/voices/clone`, {
				method: 'POST',
				headers: { 'x-api-key': account.apiKey, version: 'v1' },
				body: own,
			});
			const { id: keptId } = (await kept.json()) as { id: string };

			await n8n().client.unpublish(live.id);
			await publish(forgetful);
			const response = await send(upload(sample, { name: 'Short-lived', text: TEXT }));
			expect(response.status).toBe(200);
			expect(await finished(1)).toEqual(['success']);

			// Anna, Bert, the unused voice and the new one.
			expect((await requests('deleteVoice')).map(({ status }) => status)).toEqual([204, 204, 204, 204]);
			const left = await fetch(`${baseUrl}/voices`, {
				method: 'POST',
				headers: { 'x-api-key': account.apiKey, version: 'v1', 'content-type': 'application/json' },
				body: JSON.stringify({ my_voice: true, limit: 100 }),
			});
			const { voices } = (await left.json()) as { voices: Array<{ voice_id: string }> };
			expect(voices.map(({ voice_id }) => voice_id)).toEqual([keptId]);
		});
	});
}
