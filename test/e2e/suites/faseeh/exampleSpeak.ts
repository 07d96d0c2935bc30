import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import type { Credential, SavedWorkflow } from '../../../../tools/n8n/types.ts';
import { wavSample } from '../../../support/aiVoiceCloneFree';
import type { N8nInstance } from '../../../support/n8nInstance';
import type { FormNotes, JournalEntry, PlaygroundAccount } from '../../../support/playground';
import { expectSpeech, SAMPLE, sha256 } from '../../fixtures/faseeh';
import { outcomes } from '../../fixtures/until';

const EXAMPLE = 'faseeh-create-and-speak';
/** The header states six seconds; the file has two. */
const CUT_OFF = Buffer.from(wavSample(6)).subarray(0, 64_000);
const TEXT = 'مرحبا بكم جميعا، يسعدني أن أتحدث إليكم اليوم.';

export function speakExampleTests(n8n: () => N8nInstance): void {
	describe(`the example ${EXAMPLE}`, () => {
		let credential: Credential;
		let account: PlaygroundAccount;
		let live: SavedWorkflow;

		const url = (query = '') => `${n8n().client.url}/webhook/${EXAMPLE}${query}`;
		/** Sends a form like `curl -F data=@sample.wav -F …`. */
		const upload = async (fields: Record<string, string>, sample = SAMPLE) => {
			const form = new FormData();
			form.append('data', new Blob([sample], { type: 'audio/wav' }), 'sample.wav');
			for (const [name, value] of Object.entries(fields)) form.append(name, value);
			return await fetch(url(), { method: 'POST', body: form });
		};
		const expectAudio = async (response: Response) => {
			expect(response.status).toBe(200);
			expect(response.headers.get('content-type')).toBe('audio/wav');
			await expectSpeech(Buffer.from(await response.arrayBuffer()), 2);
		};
		const lastThree = async (): Promise<JournalEntry[]> => (await account.requests()).slice(-3);

		beforeAll(async () => {
			({ credential, account } = await n8n().faseeh());
			live = await n8n().publishExample(EXAMPLE, [credential]);
		});

		afterAll(async () => {
			await n8n().client.unpublish(live.id);
		});

		test('has three nodes', () => {
			const types = live.nodes.map(({ type }) => type.split('.').at(-1));
			expect(types.sort()).toEqual(['faseeh', 'faseeh', 'stickyNote', 'webhook']);
		});

		test('returns the text in the voice of the sample', async () => {
			await expectAudio(await upload({ name: 'Amal', text: TEXT }));
			const [previewed, cloned, spoken] = await lastThree();
			const asPreviewed = previewed?.body as FormNotes;
			const asCloned = cloned?.body as FormNotes;
			expect(asPreviewed.files).toMatchObject([{ field: 'file', sha256: sha256(SAMPLE) }]);
			expect(asCloned.files[1]).toMatchObject({
				field: 'reference_audio_file',
				sha256: sha256(SAMPLE),
			});
			expect(asCloned.fields).toMatchObject({ name: 'Amal', text: asPreviewed.fields.text });

			const listed = await fetch(`${n8n().playground.baseUrl('faseeh')}/voices`, {
				headers: { 'x-api-key': account.apiKey },
			});
			const voices = (await listed.json()) as Array<{ name: string; voice_id: string }>;
			const { voice_id } = voices.find(({ name }) => name === 'Amal') ?? {};
			expect(voice_id).toEqual(expect.any(String));
			expect(spoken).toMatchObject({ operationId: 'textToSpeech', body: { voice_id, text: TEXT } });
		});

		test('also accepts a file without a form', async () => {
			const headers = { 'content-type': 'audio/wav' };
			const query = new URLSearchParams({ name: 'Badr', text: TEXT });
			await expectAudio(await fetch(url(`?${String(query)}`), { method: 'POST', headers, body: SAMPLE }));
			const [, cloned, spoken] = await lastThree();
			expect((cloned?.body as FormNotes).fields).toMatchObject({ name: 'Badr' });
			expect(spoken?.body).toMatchObject({ text: TEXT });
		});

		test('has a default text and name', async () => {
			await expectAudio(await upload({}));
			const [, cloned] = await lastThree();
			expect((cloned?.body as FormNotes).fields).toMatchObject({ name: 'Webhook voice' });
		});

		test('returns status 500 for a damaged sample, and sends nothing', async () => {
			const before = (await account.requests()).length;
			const response = await upload({ text: TEXT }, CUT_OFF);
			expect(response.status).toBe(500);
			expect(await account.requests()).toHaveLength(before);
			expect(await outcomes(n8n().client, live.id, 4)).toEqual(['error', 'success', 'success', 'success']);
		});
	});
}
