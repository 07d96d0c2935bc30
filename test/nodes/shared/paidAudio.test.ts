import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { asyncFlowRun } from '../../support/asyncFlow';
import { decode, probe } from '../../support/ffprobe';
import type { NodeRun } from '../../support/n8nCore';
import { shown } from '../../support/n8nCore';
import { CHUNK, sentences, SMALL, transcriptsIn, useWorld } from '../../support/world';

interface Range {
	from: number;
	to: number;
}
interface Details extends IDataObject {
	done: Array<Range & { field: string; audioLink?: string; durationSeconds: number }>;
	missing: Array<Range & { text: string }>;
}

const TEXT = sentences(48);
const world = useWorld();

const run = async (options: INodeParameters, onError?: NodeRun['onError'], changes: INodeParameters = {}) =>
	await world.core.run({
		...asyncFlowRun(world.playground, world.account, {
			...SMALL,
			container: 'wav',
			text: TEXT,
			...changes,
			options: { maxCharactersPerRequest: CHUNK, ...options },
		}),
		...(onError !== undefined && { onError }),
	});

/** What ends the text for good at its 20th request. */
const ENDS: Array<[string, RegExp, () => Promise<void>]> = [
	[
		'a 500',
		/failed to process the request/,
		async () => {
			await world.account.fault({ kind: 'status', status: 500, skip: 19 });
		},
	],
	[
		'a lost connection',
		/closed before the response was complete/,
		async () => {
			await world.account.fault({ kind: 'reset', when: 'afterRead', skip: 19 });
		},
	],
	[
		'an exhausted quota',
		/quota exceeded/,
		async () => {
			await world.account.update({ characterQuota: 19.5 * CHUNK });
		},
	],
];

/** The ranges follow each other without a gap from the first character to the last. */
function expectCover({ done, missing }: Details, text: string) {
	const ranges = [...done, ...missing].sort((a, b) => a.from - b.from);
	expect(ranges[0]?.from).toBe(0);
	expect(ranges.at(-1)?.to).toBe(text.length);
	for (const [index, { from }] of ranges.slice(1).entries()) expect(from).toBe(ranges[index]?.to);
	for (const { from, to, text: missed } of missing) expect(missed).toBe(text.slice(from, to));
}

/** The files of the item play as long as their ranges are, one sentence as long as all others. */
async function expectFiles(item: INodeExecutionData | undefined, { done }: Details) {
	expect(Object.keys(item?.binary ?? {})).toEqual(done.map(({ field }) => field));
	for (const { field, durationSeconds } of done) {
		const bytes = await world.core.bytesOf(item?.binary?.[field]);
		expect((await probe(bytes)).durationSeconds).toBeCloseTo(durationSeconds, 2);
		expect((await decode(bytes)).warnings).toBe('');
	}
}

describe.each(ENDS)('%s at chunk 20 of 48', (_, title, prepare) => {
	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'ends with the audio in hand (%s)',
		async (onError) => {
			await prepare();
			const { items, errorItems, error } = await run({ repeatUncertain: 'never' }, onError);
			expect(error).toBeUndefined();
			const [item] = onError === 'continueErrorOutput' ? errorItems : items;
			expect(item?.json.error).toMatch(title);
			expect(item?.json.message).toMatch(/\d+ of 48 chunks were synthesized/);
			const details = item?.json.details as Details;
			expectCover(details, TEXT);
			await expectFiles(item, details);
			// Up to the first gap in one file, and at most the others that were in flight after it.
			expect(details.done[0]?.from).toBe(0);
			expect(details.done[0]?.to).toBeGreaterThanOrEqual(15 * CHUNK);
			const sent = transcriptsIn(await world.account.requests());
			expect(sent.length).toBeLessThanOrEqual(30);
			expect(new Set(sent).size).toBe(sent.length);
		},
	);

	it('names ranges and links in the error when the node stops', async () => {
		await prepare();
		const result = await run({ repeatUncertain: 'never' });
		expect(shown(result).title).toMatch(title);
		expect(shown(result).description).toMatch(/item 0 \(characters 0–\d+: http\S+binary-data\/signed/);
		const [paid] = result.error?.context?.paid as Details[];
		if (paid === undefined) throw new Error('Nothing was named');
		expectCover(paid, TEXT);
		expect(paid.done.every(({ audioLink }) => audioLink?.startsWith('http') === true)).toBe(true);
	});
});

it.each(ENDS.slice(0, 2))(
	'%s is repeated by default for one chunk of several, and counted',
	async (_, __, prepare) => {
		await prepare();
		const { items, error } = await run({});
		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({ requests: 49, retries: 1, uncertainRepeats: 1 });
		expect((await decode(await world.core.bytesOf(items[0]?.binary?.data))).warnings).toBe('');
	},
);

it('continues with what is missing, and pays for nothing twice', async () => {
	await world.account.update({ characterQuota: 19.5 * CHUNK });
	const first = await run({ repeatUncertain: 'never' }, 'continueRegularOutput');
	const { done, missing } = first.items[0]?.json.details as Details;
	await world.account.update({ characterQuota: null });
	const rest = await world.core.run({
		...asyncFlowRun(world.playground, world.account, {
			...SMALL,
			container: 'wav',
			text: '={{ $json.text }}',
			options: { maxCharactersPerRequest: CHUNK },
		}),
		items: missing.map((json) => ({ json: { ...json } })),
	});
	expect(rest.error).toBeUndefined();
	const seconds = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
	const whole = await run({});
	const parts = rest.items.map(({ json }) => (json.audio as { durationSeconds: number }).durationSeconds);
	expect(seconds([...done.map(({ durationSeconds }) => durationSeconds), ...parts])).toBeCloseTo(
		(whole.items[0]?.json.audio as { durationSeconds: number }).durationSeconds,
		1,
	);
	const charged = (await world.account.requests()).slice(0, -48).filter((request) => request.charged > 0);
	expect(transcriptsIn(charged).join('').length).toBe(TEXT.length);
});
