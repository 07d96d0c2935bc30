import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { startPlayground, type Playground, type PlaygroundAccount } from '../support/playground';
import { errorOf, EXAMPLE_VOICE, request, speak, speechBody } from './request';

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

	it('refuses a key it does not know', async () => {
		expect(await errorOf(await get({ version: 'v1' }))).toEqual([401, 'INVALID_API_KEY']);
		expect(await errorOf(await get({ version: 'v1', 'x-api-key': 'sk_wrong' }))).toEqual([
			401,
			'INVALID_API_KEY',
		]);
	});

	it('refuses another version than v1, or none', async () => {
		const key = { 'x-api-key': account.apiKey };
		expect(await errorOf(await get(key))).toEqual([404, 'VERSION_NOT_FOUND']);
		expect(await errorOf(await get({ ...key, version: 'v2' }))).toEqual([404, 'VERSION_NOT_FOUND']);
	});

	it('tells its status without a key, and knows the demo key', async () => {
		const status = await get({ version: 'v1' }, '/');
		expect(await status.json()).toEqual({ status: 'ok', version: 'v1' });
		expect((await get({ version: 'v1', 'x-api-key': 'playground-demo-key' })).status).toBe(200);
	});
});

describe('bodies the contract refuses', () => {
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

	it('is the voice, when that is what is wrong', async () => {
		const response = await speak(playground, account, { voice: { mode: 'id', id: 'nobody' } });
		expect(await errorOf(response)).toEqual([404, 'VOICE_NOT_FOUND']);
	});

	it('has no body, or one that is no JSON', async () => {
		const headers = { 'x-api-key': account.apiKey, version: 'v1' };
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

describe('operations that are not built', () => {
	it('say so', async () => {
		for (const path of ['/text_to_speech/streaming', '/text_to_speech/with_timestamps']) {
			const response = await request(playground, account, path, speechBody());
			expect(await errorOf(response)).toEqual([501, 'NOT_IMPLEMENTED']);
		}
		const form = new FormData();
		form.append('name', 'x');
		const clone = await fetch(`${playground.baseUrl('asyncflow')}/voices/clone`, {
			method: 'POST',
			headers: { 'x-api-key': account.apiKey, version: 'v1' },
			body: form,
		});
		expect(await errorOf(clone)).toEqual([501, 'NOT_IMPLEMENTED']);
	});

	it('are still held to the contract', async () => {
		const body = speechBody({ language: 'xx' });
		const response = await request(playground, account, '/text_to_speech/streaming', body);
		expect(await errorOf(response)).toEqual([400, 'INVALID_LANGUAGE']);
	});

	it('are not there at all when the contract does not have them', async () => {
		expect(await errorOf(await request(playground, account, '/nothing'))).toEqual([404, 'NOT_FOUND']);
	});
});
