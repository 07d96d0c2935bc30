import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { startPlayground, type Playground, type PlaygroundAccount } from '../../support/playground';
import { clone, errorOf, EXAMPLE_VOICE, idOf, request } from './client';

let playground: Playground;
let account: PlaygroundAccount;
let own: string;

beforeAll(async () => {
	playground = await startPlayground();
	account = await playground.account();
	own = await idOf(await clone(playground, account));
}, 30_000);
afterAll(() => playground.close());

const change = (method: string, id: string, body?: unknown) =>
	request(playground, account, `/voices/${id}`, body, { method });

const get = async (id: string) =>
	(await (await request(playground, account, `/voices/${id}`)).json()) as Record<string, string>;

describe('update', () => {
	it('changes what was sent and nothing else, with 204 or 200', async () => {
		const before = await get(own);
		const response = await change('PUT', own, { name: 'New', gender: 'Neutral' });
		expect([response.status, await response.text(), response.headers.get('content-type')]).toEqual([
			204,
			'',
			null,
		]);
		const after = await get(own);
		expect(after).toEqual({ ...before, name: 'New', gender: 'Neutral', updated_at: after.updated_at });
		expect(after.updated_at).not.toBe(before.updated_at);
		await account.update({ updateAnswer: '200' });
		const answered = await change('PUT', own, { accent: 'Odd' });
		expect([answered.status, await answered.json()]).toEqual([
			200,
			expect.objectContaining({ voice_id: own, name: 'New', accent: 'Odd' }),
		]);
		await account.update({ updateAnswer: '204' });
	});

	it('rejects predefined voices, other fields and wrong values', async () => {
		const rejected = [400, 'VOICE_FIELD_UPDATE_NOT_ALLOWED'];
		expect(await errorOf(await change('PUT', EXAMPLE_VOICE, { name: 'New' }))).toEqual(rejected);
		expect(await errorOf(await change('PUT', own, { language: 'de' }))).toEqual(rejected);
		expect(await errorOf(await change('PUT', own, { gender: 'x' }))).toEqual([400, 'INVALID_REQUEST']);
		expect(await errorOf(await change('PUT', own))).toEqual([400, 'INVALID_REQUEST']);
		expect(await errorOf(await change('PUT', 'nobody', { name: 'x' }))).toEqual([404, 'VOICE_NOT_FOUND']);
	});
});

describe('delete', () => {
	it('works once, and for own voices only', async () => {
		const id = await idOf(await clone(playground, account));
		const response = await change('DELETE', id);
		expect([response.status, await response.text()]).toEqual([204, '']);
		const gone = [404, 'VOICE_NOT_FOUND'];
		expect(await errorOf(await change('DELETE', id))).toEqual(gone);
		expect(await errorOf(await request(playground, account, `/voices/${id}`))).toEqual(gone);
		expect(await errorOf(await change('DELETE', EXAMPLE_VOICE))).toEqual(gone);
	});
});

describe('batch', () => {
	const batch = (body: unknown) => request(playground, account, '/voices/batch', body);

	it('returns the requested voices in order, without unknown ones', async () => {
		const response = await batch({ voice_ids: [EXAMPLE_VOICE, own, 'nobody', EXAMPLE_VOICE] });
		const voices = (await response.json()) as Array<{ voice_id: string }>;
		expect(voices.map(({ voice_id }) => voice_id)).toEqual([EXAMPLE_VOICE, own, EXAMPLE_VOICE]);
		expect(await errorOf(await batch({}))).toEqual([400, 'INVALID_REQUEST']);
	});
});

it('own voices are found by the filter', async () => {
	const response = await request(playground, account, '/voices', { my_voice: true });
	const { voices } = (await response.json()) as { voices: Array<{ voice_id: string }> };
	expect(voices.map(({ voice_id }) => voice_id)).toEqual([own]);
});
