import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { cloneRun, wavSample } from '../../support/aiVoiceCloneFree';
import { asyncFlowRun } from '../../support/asyncFlow';
import { faseehRun } from '../../support/faseeh';
import type { NodeRun } from '../../support/n8nCore';
import { shown } from '../../support/n8nCore';
import { lines, useWorld } from '../../support/world';

const world = useWorld();

const RUNS = { asyncFlow: asyncFlowRun, faseeh: faseehRun, aiVoiceCloneFree: cloneRun } as const;
type Name = keyof typeof RUNS;
const NAMES = Object.keys(RUNS) as Name[];

const run = async (node: Name, changes: INodeParameters, more: Partial<NodeRun> = {}) =>
	await world.core.run({ ...RUNS[node](world.playground, world.account, changes), items: lines(3), ...more });

/** What fails for the whole node, before any item is worked on. */
const WHOLE: Array<[string, INodeParameters, IDataObject, RegExp]> = [
	['a base URL that is none', {}, { baseUrl: 'not a url' }, /base URL/i],
	['a base URL without TLS', {}, { baseUrl: 'http://example.com' }, /base URL|https/i],
	['a Concurrency that is none', { options: { concurrency: 0 } }, {}, /Concurrency must be a whole number/],
];

describe.each(NAMES)('%s', (node) => {
	describe.each(WHOLE)('%s', (_, changes, credential, says) => {
		const failed = {
			error: expect.stringMatching(says),
			message: expect.any(String),
			details: { provider: node, operation: expect.any(String) },
		};
		const moreOf = (onError: NodeRun['onError']) => ({
			onError,
			credential: {
				...RUNS[node](world.playground, world.account).credential,
				...(credential as { baseUrl?: string }),
			},
		});

		it('fails every item when the node continues', async () => {
			const { items, error } = await run(node, changes, moreOf('continueRegularOutput'));
			expect(error).toBeUndefined();
			expect(items.map(({ json }) => json)).toEqual([failed, failed, failed]);
			expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		});

		it('sends every item to the error output', async () => {
			const { items, errorItems, error } = await run(node, changes, moreOf('continueErrorOutput'));
			expect(error).toBeUndefined();
			expect(items).toEqual([]);
			// n8n adds the fields of the input.
			expect(errorItems.map(({ json }) => json)).toMatchObject([failed, failed, failed]);
		});

		it('stops the node otherwise', async () => {
			const result = await run(node, changes, moreOf('stopWorkflow'));
			expect(shown(result).title).toMatch(says);
			expect(await world.account.requests()).toEqual([]);
		});
	});

	it.each([
		['a list', '={{ ["Hello"] }}', /It was an array/],
		['an object', '={{ ({ text: "Hello" }) }}', /It was an object/],
		['a boolean', '={{ true }}', /It was true/],
		['NaN', '={{ Number.NaN }}', /It was NaN/],
	])('refuses %s as text, by its label', async (_, text, next) => {
		const result = await run(node, { text });
		expect(shown(result).title).toMatch(/^Text must be a string/);
		expect(shown(result).description).toMatch(next);
		expect(await world.account.requests()).toEqual([]);
	});

	it.each([
		['nothing but invisible characters', '\u200b\u00ad\u200f\u0000'],
		['nothing but punctuation', '... !!! ???'],
	])('refuses text with %s', async (_, text) => {
		expect(shown(await run(node, { text })).title).toMatch(/^Text contains nothing to speak/);
		expect(await world.account.requests()).toEqual([]);
	});
});

describe('an option that is not text', () => {
	it('is refused and not left out', async () => {
		const result = await run('asyncFlow', { options: { language: '={{ ["en"] }}' } });
		expect(shown(result).title).toMatch(/^Language must be a string/);
		expect(await world.account.requests()).toEqual([]);
	});

	it.each([
		['transcript', 'Transcript'],
		['description', 'Description'],
	])('is refused for %s of a clone', async (field, label) => {
		const clone = {
			resource: 'voice',
			operation: 'clone',
			name: 'Narrator',
			language: 'en',
			enhance: false,
			binaryPropertyName: 'data',
			additionalFields: { [field]: '={{ ({ a: 1 }) }}' },
			options: {},
		};
		const items = [await world.core.itemWith(wavSample(6))];
		const result = await run('asyncFlow', clone, { items });
		expect(shown(result).title).toMatch(new RegExp(`^${label} must be a string`));
		expect(await world.account.requests()).toEqual([]);
	});
});

it('a voice ID with half a character is refused with advice', async () => {
	const voiceId = { __rl: true, mode: 'id', value: 'voice\ud800' };
	const result = await run('asyncFlow', { resource: 'voice', operation: 'get', voiceId, options: {} });
	expect(shown(result).title).toMatch(/Voice/);
	expect(shown(result).title).not.toMatch(/URI malformed/);
	expect(shown(result).description.length).toBeGreaterThan(10);
	expect(await world.account.requests()).toEqual([]);
});
