import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

import { decode } from '../../support/ffprobe';
import { startPlayground, type AccountSettings, type Playground } from '../../support/playground';
import { bytesOf } from '../client';
import { errorOf, EXAMPLE_VOICE, headersOf, request, speak } from './client';

interface Voice {
	voice_id: string;
	language: string;
	gender: string;
	accent: string;
	style: string;
}

interface Page {
	voices: Voice[];
	next_cursor?: string | null;
}

let playground: Playground;
beforeAll(async () => {
	playground = await startPlayground();
}, 30_000);
afterAll(() => playground.close());

async function lister(settings: Partial<AccountSettings> = {}) {
	const account = await playground.account(settings);
	return async (body: Record<string, unknown> = {}): Promise<Page> => {
		const response = await request(playground, account, '/voices', body);
		expect(response.status).toBe(200);
		return (await response.json()) as Page;
	};
}

describe('the list', () => {
	it('has pages that together are every voice once, in the shape of the contract', async () => {
		const list = await lister();
		const ids: string[] = [];
		let cursor: string | null | undefined;
		do {
			const page: Page = await list(cursor ? { after: cursor } : {});
			expect(page.voices.length).toBeLessThanOrEqual(10);
			ids.push(...page.voices.map((voice) => voice.voice_id));
			cursor = page.next_cursor;
		} while (cursor);
		expect(ids.length).toBeGreaterThanOrEqual(25);
		expect(new Set(ids).size).toBe(ids.length);
		expect(ids).toContain(EXAMPLE_VOICE);

		const file = path.join(__dirname, '../../../playground/contracts/async.openapi.yaml');
		const contract = parse(readFileSync(file, 'utf8')) as {
			components: { schemas: { Voice: { required: string[] } } };
		};
		const all = await list({ limit: 100 });
		expect(all.voices.map((voice) => voice.voice_id)).toEqual(ids);
		const fields = [...contract.components.schemas.Voice.required].sort();
		for (const voice of all.voices) expect(Object.keys(voice).sort()).toEqual(fields);
	});

	it('can be asked for without a body', async () => {
		const account = await playground.account();
		const headers = headersOf(account);
		for (const more of [{}, { 'content-type': 'application/json' }]) {
			const response = await fetch(`${playground.baseUrl('asyncflow')}/voices`, {
				method: 'POST',
				headers: { ...headers, ...more },
			});
			expect(((await response.json()) as Page).voices).toHaveLength(10);
		}
	});

	it('honours its filters', async () => {
		const list = await lister();
		const found = async (body: Record<string, unknown>) => (await list({ limit: 100, ...body })).voices;
		expect((await found({ language: 'ar' })).every((voice) => voice.language === 'ar')).toBe(true);
		expect((await found({ language: 'ar' })).length).toBeGreaterThan(1);
		expect((await found({ gender: 'Neutral' })).map((voice) => voice.gender)).toEqual(['Neutral']);
		expect((await found({ accent: 'british' })).length).toBeGreaterThan(1);
		expect((await found({ style: 'Characters' })).length).toBeGreaterThan(1);
		expect((await found({ model_id: 'asyncflow_v2.0' })).every((voice) => voice.language === 'en')).toBe(
			true,
		);
		expect(await found({ my_voice: true })).toEqual([]);
	});

	it('ends as the account says', async () => {
		const last = async (settings: Partial<AccountSettings>, body = {}) =>
			(await lister(settings))({ limit: 100, ...body });
		expect(await last({ listEnd: 'absent' })).not.toHaveProperty('next_cursor');
		expect((await last({ listEnd: 'null' })).next_cursor).toBeNull();
		expect((await last({ listEnd: 'empty' })).next_cursor).toBe('');
		const { next_cursor: same } = await last({ listEnd: 'repeat' });
		expect((await last({ listEnd: 'repeat' }, { after: same })).next_cursor).toBe(same);
		const { next_cursor: end } = await last({ listEnd: 'emptyPage' });
		expect(await last({ listEnd: 'emptyPage' }, { after: end })).toEqual({ voices: [], next_cursor: '' });
		expect((await last({ pageSizeCap: 3 })).voices).toHaveLength(3);
	});
});

describe('one voice', () => {
	it('is found by its id, or not', async () => {
		const account = await playground.account();
		const response = await request(playground, account, `/voices/${EXAMPLE_VOICE}`);
		expect(await response.json()).toMatchObject({ voice_id: EXAMPLE_VOICE, language: 'en' });
		expect(await errorOf(await request(playground, account, '/voices/nobody'))).toEqual([
			404,
			'VOICE_NOT_FOUND',
		]);
	});
});

describe('the sound', () => {
	it('is another one for every voice, and audible in every language', async () => {
		const account = await playground.account();
		const { voices } = await (await lister())({ limit: 100 });
		const texts: Record<string, string> = {
			ar: 'مرحبا بالعالم',
			ja: 'こんにちは',
			ru: 'Привет, мир',
			hi: 'नमस्ते दुनिया',
			zh: '你好世界',
		};
		const hashes = new Set<string>();
		for (const { voice_id, language } of voices) {
			const transcript = texts[language] ?? 'Banana, opera, piano.';
			const response = await speak(playground, account, { transcript, voice: { mode: 'id', id: voice_id } });
			const audio = await bytesOf(response);
			hashes.add(createHash('sha256').update(audio).digest('hex'));
			expect([voice_id, (await decode(audio)).meanVolume > -40]).toEqual([voice_id, true]);
		}
		expect(hashes.size).toBe(voices.length);
	}, 60_000);

	it('speaks another language when asked', async () => {
		const account = await playground.account();
		const transcript = 'Je parle une autre langue.';
		const own = await bytesOf(await speak(playground, account, { transcript }));
		const french = await bytesOf(await speak(playground, account, { transcript, language: 'fr' }));
		expect(Buffer.from(own).equals(french)).toBe(false);
	});
});
