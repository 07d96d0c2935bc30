import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import type { Credential, SavedWorkflow } from '../../../../tools/n8n/types.ts';
import type { N8nInstance } from '../../../support/n8nInstance';
import type { FormNotes, JournalEntry, PlaygroundAccount } from '../../../support/playground';
import { expectSpeech, FormVisit, SAMPLE, sha256 } from '../../fixtures/faseeh';
import { outcomes } from '../../fixtures/until';

const EXAMPLE = 'faseeh-approve-a-voice';
const TEXT = 'السلام عليكم ورحمة الله وبركاته، هذه تجربة لصوت جديد.';
const YES = '["Yes, clone it"]';
const NO = '["No, leave it"]';

export function approveExampleTests(n8n: () => N8nInstance): void {
	describe(`the example ${EXAMPLE}`, () => {
		let credential: Credential;
		let account: PlaygroundAccount;
		let live: SavedWorkflow;
		let runs = 0;

		/** Requests of the current test, oldest first. */
		let earlier = 0;
		const requests = async (): Promise<JournalEntry[]> => (await account.requests()).slice(earlier);
		const asked = async () => (await requests()).map(({ operationId }) => operationId);
		const begin = async (text = TEXT, sample: Buffer<ArrayBuffer> = SAMPLE): Promise<FormVisit> => {
			earlier = (await account.requests()).length;
			runs += 1;
			const file = new File([sample], 'me.wav', { type: 'audio/wav' });
			return await FormVisit.begin(n8n(), EXAMPLE, [file, 'Amal', text]);
		};
		/** Closes the last page. Every run of this workflow succeeds, whatever its pages say. */
		const finish = async (visit: FormVisit): Promise<void> => {
			await visit.end();
			expect(await outcomes(n8n().client, live.id, runs)).toEqual(Array(runs).fill('success'));
		};

		beforeAll(async () => {
			({ credential, account } = await n8n().faseeh());
			live = await n8n().publishExample(EXAMPLE, [credential]);
		});

		afterAll(async () => {
			await n8n().client.unpublish(live.id);
		});

		test('asks for a recording, a name and a text', async () => {
			const page = await (await fetch(`${n8n().client.url}/form/${EXAMPLE}`)).text();
			expect(page).toMatch(/<input[^>]*type='file'[^>]*name='field-0'/s);
			expect(page).toMatch(/name='field-1'/);
			expect(page).toMatch(/<textarea[^>]*name='field-2'/s);
		});

		test('plays the preview; after approval clones the voice and synthesizes', async () => {
			const visit = await begin();
			const preview = await played(await visit.page());
			await expectSpeech(preview, 2);
			expect(await asked()).toEqual(['previewVoice']);

			await visit.submit(['', YES]);
			const last = await visit.page();
			expect(last).toContain('The voice is ready');
			const speech = await played(last);
			await expectSpeech(speech, 2);
			await finish(visit);

			const [previewed, cloned, spoken, ...others] = await requests();
			expect(others).toEqual([]);
			const asPreviewed = previewed?.body as FormNotes;
			const asCloned = cloned?.body as FormNotes;
			expect(asPreviewed.fields).toMatchObject({ text: TEXT, model_id: 'faseeh-mini-v1-preview' });
			expect(asCloned.fields).toMatchObject({ text: TEXT, name: 'Amal', model: 'faseeh-mini-v1-preview' });
			expect(asPreviewed.files).toMatchObject([{ field: 'file', sha256: sha256(SAMPLE) }]);
			expect(asCloned.files).toMatchObject([
				{ field: 'voice_file', sha256: sha256(preview) },
				{ field: 'reference_audio_file', sha256: sha256(SAMPLE) },
			]);

			// The voice on the page is the one that was created and used.
			const voiceId = /<code>(.*?)<\/code>/.exec(last)?.[1];
			expect(spoken).toMatchObject({
				operationId: 'textToSpeech',
				body: { voice_id: voiceId, text: TEXT },
			});
			expect(await ownVoices(n8n(), account)).toMatchObject([{ voice_id: voiceId, name: 'Amal' }]);
		});

		test('clones nothing after a rejection', async () => {
			const visit = await begin();
			await visit.page();
			await visit.submit(['', NO]);
			expect(await visit.page()).toContain('Nothing was cloned');
			await finish(visit);
			expect(await asked()).toEqual(['previewVoice']);
		});

		test('creates one voice each for two concurrent visitors', async () => {
			const before = await ownVoices(n8n(), account);
			const first = await begin();
			const second = await begin('صباح الخير يا أصدقائي الأعزاء.');
			await Promise.all([first.page(), second.page()]);
			await Promise.all([first.submit(['', YES]), second.submit(['', NO])]);
			const [approved, rejected] = await Promise.all([first.page(), second.page()]);
			expect(approved).toContain('The voice is ready');
			expect(rejected).toContain('Nothing was cloned');
			await first.end();
			await finish(second);
			expect(await ownVoices(n8n(), account)).toHaveLength(before.length + 1);
		});

		test('explains an invalid text and sends nothing', async () => {
			const visit = await begin('مرحبا');
			const page = await visit.page();
			expect(page).toContain('Something went wrong');
			expect(page).toContain('at least 3 words');
			await finish(visit);
			expect(await asked()).toEqual([]);
		});

		test('explains why an approved voice cannot be created, and does not synthesize', async () => {
			const visit = await begin();
			await visit.page();
			await account.fault({ kind: 'status', status: 400, operation: 'cloneVoice' });
			await visit.submit(['', YES]);
			expect(await visit.page()).toMatch(/Something went wrong.*Faseeh/s);
			await finish(visit);
			expect(await asked()).toEqual(['previewVoice', 'cloneVoice']);
		});
	});
}

/** The audio of a page's player, fetched as a browser does, without a login. */
async function played(page: string): Promise<Buffer> {
	const [, source = ''] = /<video controls[^>]*>\s*<source src="([^"]+)" type="audio\/wav"/.exec(page) ?? [];
	const response = await fetch(source);
	expect(response.status).toBe(200);
	expect(response.headers.get('content-type')).toBe('audio/wav');
	return Buffer.from(await response.arrayBuffer());
}

/** The account's cloned voices. */
async function ownVoices(n8n: N8nInstance, account: PlaygroundAccount): Promise<object[]> {
	const response = await fetch(`${n8n.playground.baseUrl('faseeh')}/voices`, {
		headers: { 'x-api-key': account.apiKey },
	});
	const voices = (await response.json()) as Array<{ type: string }>;
	return voices.filter(({ type }) => type === 'cloned');
}
