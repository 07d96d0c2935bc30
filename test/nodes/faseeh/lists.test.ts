import { describe, expect, it } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';

import { faseehRun, hum, sampleItem } from '../../support/faseeh';
import { shown } from '../../support/n8nCore';
import { useWorld } from '../../support/world';

const world = useWorld();

const LISTS = [
	{ resource: 'voice', key: 'voice_id', method: 'searchVoices', total: 12 },
	{ resource: 'model', key: 'model_id', method: 'searchModels', total: 2 },
];

const listRun = (resource: string, changes: INodeParameters = {}) =>
	faseehRun(world.playground, world.account, {
		resource,
		operation: 'getMany',
		returnAll: true,
		limit: 50,
		...changes,
	});

describe.each(LISTS)('$resource: get many', ({ resource, key, total }) => {
	it('gets them all, with all that the provider says', async () => {
		const { items, error } = await world.core.run(listRun(resource));
		expect(error).toBeUndefined();
		const ids = items.map(({ json }) => json[key]);
		expect(new Set(ids).size).toBe(total);
		expect(items.every(({ pairedItem }) => JSON.stringify(pairedItem) === '{"item":0}')).toBe(true);
		const fields = resource === 'voice' ? ['languages', 'dialect', 'sample_url'] : ['model_name', 'cost'];
		expect(Object.keys(items[0]?.json ?? {})).toEqual(expect.arrayContaining(['id', key, ...fields]));
	});

	it('stops at the limit', async () => {
		expect((await world.core.run(listRun(resource, { returnAll: false, limit: 1 }))).items).toHaveLength(1);
		const refused = await world.core.run(listRun(resource, { returnAll: false, limit: 0 }));
		expect(shown(refused).title).toMatch(/Limit must be a whole number from 1/);
	});

	it('asks once in a run, however many items there are', async () => {
		const items = Array.from({ length: 8 }, () => ({ json: {} }));
		const run = { ...listRun(resource), items };
		expect((await world.core.run(run)).items).toHaveLength(8 * total);
		expect(await world.account.requests()).toHaveLength(1);
		// The next run asks anew.
		await world.core.run(run);
		expect(await world.account.requests()).toHaveLength(2);
	});

	it('asks again for the next item when it did not work out for one', async () => {
		await world.account.fault({ kind: 'status', status: 500 });
		const { items } = await world.core.run({
			...listRun(resource, { options: { concurrency: 1 } }),
			items: [{ json: {} }, { json: {} }],
			onError: 'continueRegularOutput',
		});
		expect(items[0]?.json.error).toMatch(/failed to process the request/);
		expect(items).toHaveLength(1 + total);
	});

	it.each([`${resource}s`, 'data'])('also reads a list that comes wrapped in "%s"', async (wrapper) => {
		const body = JSON.stringify({ statusCode: 200, [wrapper]: [{ [key]: 'one' }, { [key]: 'two' }] });
		await world.account.fault({ kind: 'raw', status: 200, contentType: 'application/json', body });
		const { items } = await world.core.run(listRun(resource));
		expect(items.map(({ json }) => json)).toEqual([
			expect.objectContaining({ [key]: 'one' }),
			expect.objectContaining({ [key]: 'two' }),
		]);
	});

	it.each(['{"message":"Welcome"}', '3', '{"data":{}}'])('says so when no list comes: %s', async (body) => {
		await world.account.fault({ kind: 'raw', status: 200, contentType: 'application/json', body });
		const { title, description } = shown(await world.core.run(listRun(resource)));
		expect(title).toMatch(new RegExp(`returned no list of ${resource}s`));
		expect(description).toMatch(/^Check the base URL.*\/api\/v1/);
	});
});

describe.each(LISTS)('$method', ({ resource, method, total }) => {
	const search = async (filter?: string) => await world.core.searchList(listRun(resource), method, filter);

	it('shows them all, with names and IDs', async () => {
		const { results, paginationToken } = await search();
		expect(results).toHaveLength(total);
		expect(paginationToken).toBeUndefined();
		expect(results.every(({ name, value }) => name !== '' && value !== '')).toBe(true);
	});

	it('says what is wrong when the provider refuses', async () => {
		await world.account.fault({ kind: 'status', status: 401 });
		await expect(search()).rejects.toThrow(/API key was rejected/);
	});
});

describe('the list of voices', () => {
	it('is searched by every word, in any of name, traits and ID', async () => {
		const voices = async (filter: string) =>
			(await world.core.searchList(listRun('voice'), 'searchVoices', filter)).results;
		expect(await voices('NAJDI  male elderly')).toEqual([
			{ name: 'سلطان (male, elderly, najdi, ar)', value: 'ar-najdi-male-2' },
		]);
		expect((await voices('ريم'))[0]?.value).toMatch(/^ar-hijazi/);
		expect(await voices('nobody of this name')).toEqual([]);
	});

	it('has the voices that were just cloned', async () => {
		await world.core.run({
			...faseehRun(world.playground, world.account, { resource: 'voice', operation: 'createFromSample' }),
			items: [await sampleItem(world.core, hum(180))],
		});
		const { results } = await world.core.searchList(listRun('voice'), 'searchVoices', 'narrator');
		expect(results).toHaveLength(1);
	});
});

describe('the list of models', () => {
	it('tells what they cost', async () => {
		const { results } = await world.core.searchList(listRun('model'), 'searchModels', 'mini');
		expect(results).toEqual([
			{ name: 'Faseeh mini v1 (preview) ($0.05 per 1,000 characters)', value: 'faseeh-mini-v1-preview' },
		]);
	});
});

describe('the test of the credential', () => {
	const test = async (changes: { apiKey?: string; baseUrl?: string } = {}) => {
		const run = listRun('voice');
		return await world.core.testCredential({ ...run, credential: { ...run.credential, ...changes } });
	};

	it('lets a good key pass, with one request that costs nothing', async () => {
		expect(await test()).toEqual({ status: 'OK', message: 'Connection successful' });
		const requests = await world.account.requests();
		expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /faseeh/models']);
	});

	it.each([
		[{ apiKey: 'wrong' }, /API key was rejected\. Check the API key/],
		[{ apiKey: ' ' }, /The API key is empty/],
		[{ baseUrl: 'http://api.faseeh.ai/api/v1' }, /must start with https/],
		[{ baseUrl: 'http://127.0.0.1:9' }, /Could not connect to 127\.0\.0\.1:9/],
	])('says what is wrong with %j', async (changes, says) => {
		const { status, message } = await test(changes);
		expect(status).toBe('Error');
		expect(message).toMatch(says);
	});
});
