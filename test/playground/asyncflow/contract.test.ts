import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

import {
	startPlayground,
	type AccountSettings,
	type Playground,
	type PlaygroundAccount,
} from '../../support/playground';
import { errorOf, EXAMPLE_VOICE, headersOf, request, speak, speechBody } from './client';

let playground: Playground;
let account: PlaygroundAccount;
beforeAll(async () => {
	playground = await startPlayground();
	account = await playground.account();
}, 30_000);
afterAll(() => playground.close());

describe('key and version', () => {
	const get = (headers: Record<string, string>, path = `/voices/${EXAMPLE_VOICE}`) =>
		fetch(playground.baseUrl('asyncflow') + path, { headers });

	it('rejects an unknown key', async () => {
		expect(await errorOf(await get({ version: 'v1' }))).toEqual([401, 'INVALID_API_KEY']);
		expect(await errorOf(await get({ version: 'v1', 'x-api-key': 'sk_wrong' }))).toEqual([
			401,
			'INVALID_API_KEY',
		]);
	});

	it('rejects a version other than v1, or none', async () => {
		const key = { 'x-api-key': account.apiKey };
		expect(await errorOf(await get(key))).toEqual([404, 'VERSION_NOT_FOUND']);
		expect(await errorOf(await get({ ...key, version: 'v2' }))).toEqual([404, 'VERSION_NOT_FOUND']);
	});

	it('returns its status without a key, and accepts the demo key', async () => {
		const status = await get({ version: 'v1' }, '/');
		expect(await status.json()).toEqual({ status: 'ok', version: 'v1' });
		expect((await get({ version: 'v1', 'x-api-key': 'playground-demo-key' })).status).toBe(200);
	});
});

describe('every operation of the contract', () => {
	interface Response4xx {
		'x-error-codes'?: string[];
	}
	const file = path.join(__dirname, '../../../playground/contracts/async.openapi.yaml');
	const { paths } = parse(readFileSync(file, 'utf8')) as {
		paths: Record<string, Record<string, { operationId?: string; responses?: Record<string, Response4xx> }>>;
	};
	const operations = Object.entries(paths).flatMap(([url, methods]) =>
		Object.entries(methods).flatMap(([method, { operationId, responses }]) => {
			const codes = Object.values(responses ?? {}).flatMap((one) => one['x-error-codes'] ?? []);
			return operationId !== undefined && codes.length > 0 ? [{ operationId, method, url, codes }] : [];
		}),
	);

	it.each(operations)('$operationId has its errors of key, version and limits', async (operation) => {
		const call = async (headers: Record<string, string>): Promise<string | undefined> => {
			const url = playground.baseUrl('asyncflow') + operation.url.replace('{id}', EXAMPLE_VOICE);
			return (await errorOf(await fetch(url, { method: operation.method.toUpperCase(), headers })))[1];
		};
		const keyOf = async (settings: Partial<AccountSettings>) => ({
			'x-api-key': (await playground.account(settings)).apiKey,
			version: 'v1',
		});
		const met = [
			await call({ version: 'v1' }),
			await call({ 'x-api-key': account.apiKey }),
			await call(await keyOf({ requestsPerMinute: 0 })),
		];
		if (operation.codes.includes('TOO_MANY_CONCURRENT_REQUESTS')) {
			met.push(await call(await keyOf({ maxConcurrent: 0 })));
		}
		expect(met).toEqual(
			['INVALID_API_KEY', 'VERSION_NOT_FOUND', 'RATE_LIMIT_EXCEEDED', 'TOO_MANY_CONCURRENT_REQUESTS'].slice(
				0,
				met.length,
			),
		);
		for (const code of met) expect(operation.codes).toContain(code);
	});

	it('is ten of them', () => {
		expect(operations).toHaveLength(10);
	});
});

describe('bodies that break the contract', () => {
	const format = { container: 'wav', encoding: 'pcm_s16le', sample_rate: 24_000 };
	it.each<[string, Record<string, unknown>, string]>([
		['language', { language: 'xx' }, 'INVALID_LANGUAGE'],
		['language the model lacks', { model_id: 'asyncflow_v2.0', language: 'fr' }, 'INVALID_LANGUAGE'],
		['container', { output_format: { ...format, container: 'ogg' } }, 'FORMAT_NOT_RECOGNIZED'],
		['sample rate', { output_format: { ...format, sample_rate: 96_000 } }, 'FORMAT_NOT_RECOGNIZED'],
		['sample rate as text', { output_format: { ...format, sample_rate: '24000' } }, 'FORMAT_NOT_RECOGNIZED'],
		['no format', { output_format: undefined }, 'FORMAT_NOT_RECOGNIZED'],
		['model', { model_id: 'gpt' }, 'INVALID_REQUEST'],
		['model of other endpoints', { model_id: 'async_pro_v1.0' }, 'INVALID_REQUEST'],
		['speed', { speed_control: 3 }, 'INVALID_REQUEST'],
		['no transcript', { transcript: undefined }, 'INVALID_REQUEST'],
	])('%s', async (_name, changes, code) => {
		expect(await errorOf(await speak(playground, account, changes))).toEqual([400, code]);
	});

	it('has an error of its own for an unknown voice', async () => {
		const response = await speak(playground, account, { voice: { mode: 'id', id: 'nobody' } });
		expect(await errorOf(response)).toEqual([404, 'VOICE_NOT_FOUND']);
	});

	it('rejects a missing body and invalid JSON', async () => {
		const headers = headersOf(account);
		const url = `${playground.baseUrl('asyncflow')}/text_to_speech`;
		const bare = await fetch(url, { method: 'POST', headers });
		expect(await errorOf(bare)).toEqual([400, 'INVALID_REQUEST']);
		const json = { ...headers, 'content-type': 'application/json' };
		const broken = await fetch(url, { method: 'POST', headers: json, body: '{' });
		expect(await errorOf(broken)).toEqual([400, 'INVALID_REQUEST']);
		const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' };
		const wrong = await fetch(url, { method: 'POST', headers: form, body: 'a=1' });
		expect(await errorOf(wrong)).toEqual([415, 'INVALID_REQUEST']);
	});

	it('may be large', async () => {
		const note = 'x'.repeat(4_000_000);
		const response = await speak(playground, account, { note });
		expect(response.status).toBe(200);
	});
});

describe('the other operations', () => {
	it.each(['streaming', 'with_timestamps'])(
		'%s is checked against the contract as well',
		async (endpoint) => {
			const wrong: Array<[Record<string, unknown>, number, string]> = [
				[{ language: 'xx' }, 400, 'INVALID_LANGUAGE'],
				[{ model_id: 'async_pro_v9' }, 400, 'INVALID_REQUEST'],
				[{ output_format: { container: 'ogg', sample_rate: 8000 } }, 400, 'FORMAT_NOT_RECOGNIZED'],
				[{ voice: { mode: 'id', id: 'nobody' } }, 404, 'VOICE_NOT_FOUND'],
			];
			for (const [changes, ...error] of wrong) {
				const body = speechBody(changes);
				const response = await request(playground, account, `/text_to_speech/${endpoint}`, body);
				expect(await errorOf(response)).toEqual(error);
			}
			const quota = await playground.account({ characterQuota: 0 });
			const rejected = await request(playground, quota, `/text_to_speech/${endpoint}`, speechBody());
			expect(await errorOf(rejected)).toEqual([429, 'USAGE_LIMIT_EXCEEDED']);
		},
	);

	it('do not exist unless the contract has them', async () => {
		expect(await errorOf(await request(playground, account, '/nothing'))).toEqual([404, 'NOT_FOUND']);
	});
});
