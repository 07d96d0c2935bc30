import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

import { operations } from '../../../nodes/Faseeh/operations';
import { byId, faseehRun, sampleItem } from '../../support/faseeh';
import { N8nCore, shown } from '../../support/n8nCore';
import type { AccountSettings, Fault, Playground } from '../../support/playground';
import { startPlayground } from '../../support/playground';

/** The requests behind each operation of the node, in their order, and what it needs to be run. */
const REQUESTS: Readonly<Record<string, [operationIds: string[], parameters: INodeParameters]>> = {
	'speech synthesize': [['textToSpeech'], {}],
	'speech synthesizeStream': [['textToSpeech'], {}],
	'voice preview': [['previewVoice'], {}],
	'voice clone': [['cloneVoice'], {}],
	'voice createFromSample': [['previewVoice', 'cloneVoice'], {}],
	'voice getMany': [['listVoices'], { returnAll: true }],
	'model getMany': [['listModels'], { returnAll: true }],
};

/** What a user is told of each documented status: what happened, and what to do next. */
const TOLD: Readonly<Record<number, [title: RegExp, next: RegExp]>> = {
	400: [/rejected the request/, /^Correct the parameters that Faseeh names/],
	401: [/API key was rejected/, /^Check the API key and the base URL in the credential.*region/],
	402: [/wallet balance is too low/, /^Top up the wallet/],
	404: [/Voice or address not found/, /^Check the voice.*base URL/],
	429: [/rate limit reached/, /^Lower Concurrency in the options/],
	500: [/failed to process the request/, /^Try again later/],
};

/** What a refusal may be about by the pages of the provider, in words such as it might use. */
const WORDS: ReadonlyArray<[operation: string, status: number, says: string, title: RegExp, next: RegExp]> = [
	['voice preview', 400, 'text is required', /rejected the text/, /3 words and 10 characters/],
	['voice preview', 400, 'similarity must be between 0 and 1', /rejected the similarity/, /^Set Similarity/],
	['voice preview', 400, 'speed must be between 0.7 and 1.2', /rejected the speed/, /^Set Speed/],
	['voice preview', 400, 'model_id is required', /Model not found/, /^Choose a model/],
	[
		'voice preview',
		400,
		'Only audio files are allowed',
		/rejected the audio file/,
		/^Use a WAV or MP3 recording/,
	],
	['voice clone', 400, 'voice_file is missing', /rejected the audio file/, /the preview as WAV/],
	['voice clone', 400, 'stability must be a number', /rejected the stability/, /^Set Stability/],
	['speech synthesize', 400, 'Model xyz-1 not found', /Model not found/, /“Model xyz-1 not found”/],
	['speech synthesize', 404, 'Voice not found', /Voice not found/, /^Choose a voice/],
	[
		'speech synthesize',
		429,
		'Too many concurrent requests',
		/concurrency limit reached/,
		/^Lower Concurrency/,
	],
];

/** The statuses that the contract lists for a request. */
function documented(operationId: string): number[] {
	const file = path.resolve(__dirname, '../../../playground/contracts/faseeh.openapi.yaml');
	const { paths } = parse(readFileSync(file, 'utf8')) as {
		paths: Record<string, Record<string, { operationId?: string; responses?: object }>>;
	};
	const found = Object.values(paths)
		.flatMap((item) => Object.values(item))
		.find((operation) => operation.operationId === operationId);
	return Object.keys(found?.responses ?? {})
		.map(Number)
		.filter((status) => status >= 400);
}

const CASES = Object.entries(REQUESTS).flatMap(([name, [operationIds]]) =>
	operationIds.flatMap((operationId, before) =>
		documented(operationId).map((status) => ({ name, operationId, before, status })),
	),
);

let core: N8nCore;
let playground: Playground;

beforeAll(async () => {
	[core, playground] = await Promise.all([N8nCore.load(), startPlayground()]);
});
afterAll(async () => {
	await playground.close();
});

/** A sample in the field `data`, and what stands for its preview. */
async function itemWithPreview(): Promise<INodeExecutionData> {
	const { json, binary = {} } = await sampleItem(core);
	return { json, binary: { ...binary, ...(binary.data && { preview: binary.data }) } };
}

async function run(
	name: string,
	{ settings = {}, faults = [] }: { settings?: Partial<AccountSettings>; faults?: Fault[] },
	changes: INodeParameters = {},
) {
	const account = await playground.account(settings);
	await account.fault(...faults);
	const [resource = '', operation = ''] = name.split(' ');
	const parameters = { ...REQUESTS[name]?.[1], resource, operation, options: { maxRetries: 0 }, ...changes };
	const result = await core.run({
		...faseehRun(playground, account, parameters),
		items: [await itemWithPreview()],
	});
	return { ...shown(result), requests: await account.requests() };
}

describe('every error that the provider documents', () => {
	it.each(CASES)('$name, $operationId: $status says what happened and what to do', async (documented) => {
		const { name, operationId, before, status } = documented;
		const fault: Fault = { kind: 'status', status, operation: operationId, times: 9 };
		const { title, description, requests } = await run(name, { faults: [fault] });
		const [happened, next] = TOLD[status] ?? [/^nothing is told/, /^nothing is told/];
		expect(title).toMatch(happened);
		expect(title).toMatch(/\[Faseeh, .+, item 0\]$/);
		expect(description).toMatch(next);
		expect(description).toMatch(new RegExp(`HTTP ${status}`));
		expect(requests).toHaveLength(before + 1);
	});

	it.each(WORDS)('%s, %i “%s”', async (name, status, message, happened, next) => {
		const faults: Fault[] = [{ kind: 'status', status, message }];
		const { title, description } = await run(name, { faults });
		expect(title).toMatch(happened);
		expect(description).toMatch(next);
		expect(description).toContain(`“${message}”`);
	});

	it('is tried on every operation of the node', () => {
		const all = Object.entries(operations).flatMap(([resource, { operations: ofResource }]) =>
			Object.keys(ofResource).map((operation) => `${resource} ${operation}`),
		);
		expect(Object.keys(REQUESTS).sort()).toEqual(all.sort());
		expect(CASES.length).toBeGreaterThan(30);
	});
});

describe('a request that may have been charged', () => {
	// 401 is documented for every request, so this is one case for each.
	it.each(CASES.filter(({ status }) => status === 401))(
		'is not sent again after a 503, but a list is: $name, $operationId',
		async ({ name, operationId, before }) => {
			const faults: Fault[] = [{ kind: 'status', status: 503, operation: operationId }];
			const { title, requests } = await run(name, { faults }, { options: { maxRetries: 3 } });
			expect(title === '').toBe(operationId.startsWith('list'));
			expect(requests).toHaveLength(before + (title === '' ? 2 : 1));
		},
	);
});

describe('in each form that errors come in', () => {
	it.each(['string', 'seed', 'later'] as const)('%s: code and words are understood', async (errorForm) => {
		const settings = { errorForm, walletBalance: 0.0001 };
		const speech = await run('speech synthesize', { settings });
		expect(speech.title).toMatch(/wallet balance is too low/);
		expect(speech.description).toMatch(/\$0\.00\d+ required, \$0\.0001 available.*\(40201, HTTP 402\)/);

		const model = { modelId: byId('faseeh-of-tomorrow') };
		const unknown = await run('speech synthesizeStream', { settings }, model);
		expect(unknown.title).toMatch(/Model not found/);
		expect(unknown.description).toMatch(/faseeh-of-tomorrow.*\(40001, HTTP 400\)/);
	});
});
