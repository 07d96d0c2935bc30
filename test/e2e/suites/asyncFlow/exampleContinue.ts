import { afterEach, describe, expect, test } from '@jest/globals';

import type { SavedWorkflow } from '../../../../tools/n8n/types.ts';
import { decode } from '../../../support/ffprobe';
import type { N8nInstance } from '../../../support/n8nInstance';
import type { AccountSettings, PlaygroundAccount } from '../../../support/playground';
import { outcomes } from '../../fixtures/until';
import { withParameters } from '../../fixtures/upload';

const EXAMPLE = 'asyncflow-continue-after-a-failure';
const PATH = 'asyncflow-long-text';
const CHUNKS = 12;
/** Each sentence is a chunk, and all differ. */
const TEXT = Array.from(
	{ length: CHUNKS },
	(_, index) => `Sentence ${index} is long enough for a request of its own. 😀`,
).join(' ');
const LENGTH = Array.from(TEXT).length;

interface Range {
	from: number;
	to: number;
}

interface Answer {
	files: Array<Range & { durationSeconds: number; audioLink: string }>;
	missing: Array<Range & { text: string }>;
}

/** Small chunks, two at a time, without retries: the first failure is final. */
const options = {
	createAudioLink: true,
	concurrency: 2,
	maxCharactersPerRequest: 100,
	repeatUncertain: 'never',
};
const strict = withParameters('Synthesize the text', { options });
const strictAgain = withParameters('Synthesize the missing texts', { options });

const inOrder = (ranges: Range[]): Range[] => [...ranges].sort((a, b) => a.from - b.from);

export function continueExampleTests(n8n: () => N8nInstance): void {
	describe(`the example ${EXAMPLE}`, () => {
		let live: SavedWorkflow;

		const publish = async (settings: Partial<AccountSettings> = {}): Promise<PlaygroundAccount> => {
			const { credential, account } = await n8n().asyncFlow(settings);
			live = await n8n().publishExample(EXAMPLE, [credential], (workflow) => strictAgain(strict(workflow)));
			return account;
		};

		/** Sends the text like `curl --data-binary`. */
		const sendText = async (text: string): Promise<Response> =>
			await fetch(`${n8n().client.url}/webhook/${PATH}`, {
				method: 'POST',
				headers: { 'content-type': 'text/plain' },
				body: text,
			});

		/** Every range begins where the previous one ends, from the first character to the last. */
		const expectWhole = (ranges: Range[]): void => {
			const sorted = inOrder(ranges);
			expect(sorted.map(({ from }) => from)).toEqual([0, ...sorted.slice(0, -1).map(({ to }) => to)]);
			expect(sorted.at(-1)?.to).toBe(LENGTH);
		};

		/** The files play, and each has the length that the response states. */
		const expectPlayable = async ({ files }: Answer): Promise<void> => {
			for (const { audioLink, durationSeconds } of files) {
				const response = await fetch(audioLink);
				expect(response.status).toBe(200);
				const { warnings, meanVolume, pcm } = await decode(Buffer.from(await response.arrayBuffer()));
				expect(warnings).toBe('');
				expect(meanVolume).toBeGreaterThan(-40);
				expect(pcm.length / 44_100).toBeCloseTo(durationSeconds, 1);
			}
		};

		/** The texts of all charged requests. */
		const chargedTexts = async (account: PlaygroundAccount): Promise<string[]> =>
			(await account.requests())
				.filter(({ charged }) => charged > 0)
				.map(({ body }) => (body as { transcript: string }).transcript);

		afterEach(async () => {
			await n8n().client.unpublish(live.id);
		});

		test('returns one file if nothing fails', async () => {
			await publish();
			const response = await sendText(TEXT);
			expect(response.status).toBe(200);
			const answer = (await response.json()) as Answer;
			expect(answer).toMatchObject({ files: [{ from: 0, to: LENGTH }], missing: [] });
			await expectPlayable(answer);
		});

		test('synthesizes only the missing text after a chunk failed', async () => {
			const account = await publish();
			await account.fault({ kind: 'status', status: 500, skip: CHUNKS / 2, charged: false });
			const response = await sendText(TEXT);
			expect(response.status).toBe(200);
			const answer = (await response.json()) as Answer;

			expect(answer.missing).toEqual([]);
			expect(answer.files.length).toBeGreaterThan(1);
			expect(answer.files).toEqual(inOrder(answer.files));
			expectWhole(answer.files);
			await expectPlayable(answer);

			const charged = await chargedTexts(account);
			expect(charged).toHaveLength(CHUNKS);
			expect(new Set(charged).size).toBe(CHUNKS);
			// One request failed; all others were used.
			expect(await account.requests()).toHaveLength(CHUNKS + 1);
			expect(await outcomes(n8n().client, live.id, 1)).toEqual(['success']);
		});

		test('discards truncated audio and synthesizes its text again', async () => {
			const account = await publish();
			await account.fault({ kind: 'truncate', framing: 'length', skip: 3 });
			const response = await sendText(TEXT);
			expect(response.status).toBe(200);
			const answer = (await response.json()) as Answer;
			expect(answer.missing).toEqual([]);
			expectWhole(answer.files);
			await expectPlayable(answer);
		});

		test('lists the files and the missing text when the quota is used up', async () => {
			const account = await publish({ characterQuota: Math.round(LENGTH / 2) });
			const response = await sendText(TEXT);
			expect(response.status).toBe(502);
			const answer = (await response.json()) as Answer;

			expect(answer.files.length).toBeGreaterThan(0);
			expect(answer.missing.length).toBeGreaterThan(0);
			expectWhole([...answer.files, ...answer.missing]);
			for (const { from, to, text } of answer.missing) {
				expect(text).toBe(Array.from(TEXT).slice(from, to).join(''));
			}
			await expectPlayable(answer);
			const charged = await chargedTexts(account);
			expect(new Set(charged).size).toBe(charged.length);
		});

		test('keeps audio from before a second failure, at its position in the text', async () => {
			const account = await publish();
			const fault = { kind: 'status', status: 500, charged: false } as const;
			// At most one other request is in flight, so the second fault hits the continuation.
			await account.fault({ ...fault, skip: CHUNKS / 2 }, { ...fault, skip: 3 });
			const response = await sendText(TEXT);
			expect(response.status).toBe(502);
			const answer = (await response.json()) as Answer;
			expectWhole([...answer.files, ...answer.missing]);
			for (const { from, to, text } of answer.missing) {
				expect(text).toBe(Array.from(TEXT).slice(from, to).join(''));
			}
			await expectPlayable(answer);
			const charged = await chargedTexts(account);
			expect(new Set(charged).size).toBe(charged.length);
			const finished = answer.files.reduce((sum, { from, to }) => sum + to - from, 0);
			// The space between two chunks belongs to a range but is not sent.
			const sent = charged.reduce((sum, text) => sum + Array.from(text).length, 0);
			expect(Math.abs(finished - sent)).toBeLessThanOrEqual(charged.length);
		});

		test('returns the reason when nothing can be synthesized', async () => {
			const account = await publish();
			const response = await sendText('?!');
			expect(response.status).toBe(422);
			expect(await response.json()).toEqual({
				error: expect.stringContaining('nothing to speak'),
				files: [],
			});
			expect(await account.requests()).toEqual([]);
		});
	});
}
