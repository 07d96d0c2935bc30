import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';

import { decode, probe } from '../../support/ffprobe';
import { startPlayground, type Playground, type PlaygroundAccount } from '../../support/playground';
import { bytesOf } from '../client';
import { errorOf, EXAMPLE_VOICE, request } from './client';

let playground: Playground;
beforeAll(async () => {
	playground = await startPlayground();
}, 30_000);
afterAll(() => playground.close());

async function signedUrl(account: PlaygroundAccount, id = EXAMPLE_VOICE): Promise<string> {
	const response = await request(playground, account, `/voices/preview/${id}`);
	expect(response.status).toBe(200);
	return ((await response.json()) as { signed_url: string }).signed_url;
}

describe('a preview', () => {
	it('is an MP3 on another origin', async () => {
		const account = await playground.account();
		const url = await signedUrl(account);
		expect(new URL(url).origin).toBe(playground.storageUrl);
		expect(new URL(url).origin).not.toBe(new URL(playground.url).origin);
		expect(url).not.toContain(account.apiKey);
		const response = await fetch(url);
		expect(response.headers.get('content-type')).toBe('audio/mpeg');
		const audio = await bytesOf(response);
		expect((await probe(audio)).codec).toBe('mp3');
		expect((await decode(audio)).meanVolume).toBeGreaterThan(-40);
		const entries = await account.requests();
		expect(entries.map(({ operationId, status, charged }) => [operationId, status, charged])).toEqual([
			['getVoicePreview', 200, 0],
			['storage', 200, 0],
		]);
	});

	it.each(['x-api-key', 'Authorization'])(
		'is rejected if a request has %s, and the journal shows that',
		async (header) => {
			const account = await playground.account();
			const response = await fetch(await signedUrl(account), { headers: { [header]: account.apiKey } });
			expect([response.status, response.headers.get('content-type')]).toEqual([400, 'application/xml']);
			const entry = (await account.requests()).at(-1);
			expect(entry).toMatchObject({ operationId: 'storage', status: 400 });
			expect(entry?.headers[header.toLowerCase()]).toBe('[hidden]');
			expect(JSON.stringify(entry)).not.toContain(account.apiKey);
		},
	);

	it('has a URL that expires and cannot be changed', async () => {
		const account = await playground.account({ previewLifetimeMs: 200 });
		const url = await signedUrl(account);
		expect((await fetch(url)).status).toBe(200);
		const longer = new URL(url);
		longer.searchParams.set('expires', String(Date.now() + 1_000_000));
		const other = new URL(url);
		other.pathname = other.pathname.replace(EXAMPLE_VOICE, 'ec869d9a-bfc7-5662-94a8-c68d0e380865');
		const bare = new URL(new URL(url).pathname, url);
		for (const wrong of [longer, other, bare]) expect((await fetch(wrong)).status).toBe(403);
		await sleep(250);
		const late = await fetch(url);
		expect([late.status, await late.text()]).toEqual([403, expect.stringContaining('AccessDenied')]);
	});

	it('meets faults, and can be large', async () => {
		const account = await playground.account();
		await account.fault(
			{ kind: 'truncate', framing: 'length', keepBytes: 100, operation: 'storage' },
			{ kind: 'filler', bytes: 1_000_000, operation: 'storage' },
		);
		const url = await signedUrl(account);
		await expect((await fetch(url)).arrayBuffer()).rejects.toThrow();
		expect((await bytesOf(await fetch(url))).length).toBeGreaterThan(990_000);
	});

	it('belongs to a voice', async () => {
		const account = await playground.account();
		const missing = await request(playground, account, '/voices/preview/nobody');
		expect(await errorOf(missing)).toEqual([404, 'VOICE_NOT_FOUND']);
		expect((await fetch(`${playground.storageUrl}/storage/asyncflow/nobody/x.mp3`)).status).toBe(404);
	});
});
