import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INodeParameters, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { operations } from '../../nodes/AsyncFlow/operations';
import { asyncFlowRun, voice } from '../support/asyncFlow';
import { makeAudio } from '../support/audio';
import { N8nCore } from '../support/n8nCore';
import type { JournalEntry, Playground, PlaygroundAccount } from '../support/playground';
import { startPlayground } from '../support/playground';

/** What the editor shows but no request carries, and why. */
const LOCAL: Readonly<Record<string, string>> = {
	binaryPropertyName: 'names the field of the input item',
	binaryPropertyOutput: 'names the field of the output item',
	subtitles: 'made of the word times, which come in any case',
	'options.concurrency': 'how many requests are under way at once',
	'options.createAudioLink': 'adds a link to the output item',
	'options.fileName': 'names the file of the output item',
	'options.maxRetries': 'how often a request is sent',
	'options.timeout': 'how long an answer is waited for',
};

/** Fields whose default is sent when they are not set, so that setting it changes nothing. */
const DEFAULTS_SENT = ['language', 'enhance', 'returnAll', 'options.splitLongText'];

const ok = (operation: string) => (operation === 'synthesizeWebSocket' ? 101 : 200);

const LONG_TEXT = 'This text is longer than one request may be. '.repeat(60);

/** Parameters that must be set along for a value to be allowed, or to matter. */
const ALONG: Readonly<Record<string, INodeParameters>> = {
	'options.speed': { modelId: 'async_flash_v1.0' },
	'options.stability': { modelId: 'async_flash_v1.0' },
	'options.language': { modelId: 'async_flash_v1.0' },
	'options.splitLongText': { text: LONG_TEXT },
	'options.maxCharactersPerRequest': { text: LONG_TEXT },
};

const SAMPLE = makeAudio(6, ['-c:a', 'pcm_s16le', '-ar', '16000', '-f', 'wav']);

let core: N8nCore;
let playground: Playground;

beforeAll(async () => {
	[core, playground] = await Promise.all([N8nCore.load(), startPlayground()]);
});
afterAll(async () => {
	await playground.close();
});

/** Values that the editor lets a user choose, other than the default. */
function valuesOf(property: INodeProperties): unknown[] {
	const { minValue, maxValue } = property.typeOptions ?? {};
	switch (property.type) {
		case 'options':
			return (property.options as INodePropertyOptions[])
				.map(({ value }) => value)
				.filter((value) => value !== property.default || property.name === 'language');
		case 'number':
			return [minValue ?? 1, maxValue ?? 2];
		case 'boolean':
			return [true, false];
		case 'resourceLocator':
			return [{ __rl: true, mode: 'id', value: '3a1f6f0e-2f4f-4d2c-9d0a-51c7b8b0e001' }];
		default:
			return ['Something else'];
	}
}

/** What decides whether a field is shown, as parameters: the first value that shows it. */
function shownWith({ displayOptions }: INodeProperties): INodeParameters {
	return Object.fromEntries(
		Object.entries(displayOptions?.show ?? {}).map(([name, values]) => [name, (values as string[])[0] ?? '']),
	);
}

const CLONE: INodeParameters = {
	binaryPropertyName: 'data',
	name: 'Narrator',
	language: 'en',
	enhance: false,
};

/** A voice of the account's own, where only such a voice will do. */
async function ownVoice(account: PlaygroundAccount): Promise<INodeParameters> {
	const { items } = await run(account, { resource: 'voice', operation: 'clone', ...CLONE, options: {} });
	return voice(items[0]?.json['id'] as string);
}

/** What an operation needs besides the field that is looked at. */
async function needs(account: PlaygroundAccount, operation: string): Promise<INodeParameters> {
	switch (operation) {
		case 'clone':
			return CLONE;
		case 'getMany':
			return { returnAll: false, limit: 50, filters: {} };
		case 'update':
			return { ...(await ownVoice(account)), updateFields: { style: 'Calm' } };
		case 'delete':
			return await ownVoice(account);
		default:
			return {};
	}
}

async function run(account: PlaygroundAccount, parameters: INodeParameters) {
	const binary = { data: await core.storeBinary(SAMPLE, 'sample.wav', 'audio/wav') };
	return await core.run({ ...asyncFlowRun(playground, account, parameters), items: [{ json: {}, binary }] });
}

/** All that the provider is asked when an operation is run with a change to what it needs. */
async function sentWith(operation: string, parameters: INodeParameters, change: INodeParameters) {
	const account = await playground.account({ cloneApi: 'later' });
	const base = { ...(await needs(account, operation)), ...parameters };
	const before = (await account.requests()).length;
	const merged = Object.fromEntries(
		Object.entries(change).map(([name, value]) => [
			name,
			name.endsWith('ields')
				? { ...(base[name as keyof typeof base] as object), ...(value as object) }
				: value,
		]),
	);
	await run(account, { ...base, ...merged });
	return (await account.requests()).slice(before);
}

/** What the provider can tell requests apart by. The path of a voice made for this test is always another. */
const wire = (requests: JournalEntry[], operation: string, field: string) =>
	JSON.stringify(
		requests.map(({ path, body, socket }) => [
			['update', 'delete'].includes(operation) && field !== 'voiceId' ? '' : path,
			body,
			socket?.received.map((message) => ({ ...(message as object), context_id: '' })),
		]),
	);

const CASES = Object.entries(operations).flatMap(([resource, { operations: ofResource }]) =>
	Object.entries(ofResource).flatMap(([operation, { properties }]) =>
		properties.flatMap((property) => {
			const options = property.type === 'collection' ? (property.options as INodeProperties[]) : [property];
			return options.map((field) => ({
				resource,
				operation,
				field,
				path: property.type === 'collection' ? `${property.name}.${field.name}` : field.name,
			}));
		}),
	),
);

describe('every field that the editor shows', () => {
	const onTheWire = CASES.filter(({ path }) => LOCAL[path] === undefined);

	it.each(onTheWire)(
		'$resource $operation: $path reaches the provider',
		async ({ resource, operation, field, path }) => {
			const context = { resource, operation, ...shownWith(field), ...ALONG[path] };
			const without = await sentWith(operation, context, {});
			expect(without.map(({ status }) => status)).toEqual(
				without.map(({ status }) => (status === 204 ? 204 : ok(operation))),
			);
			expect(without.length).toBeGreaterThan(0);
			const sent = [wire(without, operation, field.name)];
			for (const value of valuesOf(field)) {
				const [collection, name] = path.split('.');
				const change = name === undefined ? { [path]: value } : { [collection ?? '']: { [name]: value } };
				const requests = await sentWith(operation, context, change as INodeParameters);
				// The playground checks every request against the provider's contract; another voice may be unknown.
				const allowed = [ok(operation), 204, ...(field.name === 'voiceId' ? [404] : [])];
				expect(
					requests.map(({ status }) => status).filter((status) => !allowed.includes(status ?? 0)),
				).toEqual([]);
				sent.push(wire(requests, operation, field.name));
			}
			// Each value makes requests of its own, except that the default may be what is sent without it.
			const distinct = new Set(sent).size;
			const isDefault = DEFAULTS_SENT.includes(path) ? 1 : 0;
			expect(distinct).toBe(sent.length - isDefault);
		},
		60_000,
	);

	it('is either sent, or listed as local with a reason that still holds', () => {
		const paths = new Set(CASES.map(({ path }) => path));
		expect(Object.keys(LOCAL).filter((path) => !paths.has(path))).toEqual([]);
	});
});
