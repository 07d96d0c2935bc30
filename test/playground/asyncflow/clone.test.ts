import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { makeAudio } from '../../support/audio';
import { decode } from '../../support/ffprobe';
import {
	startPlayground,
	type AccountSettings,
	type FormNotes,
	type Playground,
} from '../../support/playground';
import { bytesOf, formOf, type Fields } from '../client';
import { tone } from '../pitch';
import {
	clone as sendClone,
	errorOf,
	headersOf,
	idOf,
	request,
	SAMPLE,
	speak,
	type CloneChanges,
} from './client';

let playground: Playground;
beforeAll(async () => {
	playground = await startPlayground();
}, 30_000);
afterAll(() => playground.close());

const wav = (seconds: number, more: string[] = []) => makeAudio(seconds, [...more, '-f', 'wav']);
/** A tone whose header has the real sizes, which the encoder can only write into a file. */
function inFile(format: string, options: string[]): Buffer {
	const folder = mkdtempSync(path.join(tmpdir(), 'sample-'));
	try {
		const file = path.join(folder, `sample.${format}`);
		makeAudio(4, [...options, file, '-f', 'null']);
		return readFileSync(file);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

const SILENCE = wav(4, ['-af', 'volume=0']);

async function cloner(settings: Partial<AccountSettings> = {}) {
	const account = await playground.account(settings);
	const clone = (changes?: CloneChanges) => sendClone(playground, account, changes);
	const voices = async () => {
		const response = await request(playground, account, '/voices', { limit: 100 });
		return ((await response.json()) as { voices: Array<Record<string, string>> }).voices;
	};
	return { account, clone, voices };
}

describe('a good sample', () => {
	it.each([
		['wav', []],
		['mp3', ['-b:a', '64k']],
		['flac', []],
		['aiff', []],
	])('in %s becomes a voice', async (format, options) => {
		const { clone, voices } = await cloner();
		const bytes = inFile(format, options);
		const fields = { description: 'My own', gender: 'Female', accent: 'Mine', style: 'Calm' };
		const response = await clone({ bytes, fields });
		expect(response.status).toBe(200);
		const answer = (await response.json()) as Record<string, string>;
		expect(answer).toEqual({
			id: expect.any(String),
			name: 'Me',
			description: 'My own',
			language: 'en',
		});
		expect((await voices())[0]).toMatchObject({
			voice_id: answer.id,
			name: 'Me',
			...fields,
			voice_type: 'CUSTOM',
		});
	});

	it('is written down with its true name, type, size and hash, and all fields', async () => {
		const { account, clone } = await cloner();
		await clone({ name: 'Ünïcode.wav', type: 'audio/x-wav', fields: { transcript: 'Hi', odd: '1' } });
		const [entry] = await account.requests();
		const expected: FormNotes = {
			fields: { name: 'Me', language: 'en', enhance: 'false', transcript: 'Hi', odd: '1' },
			files: [
				{
					field: 'audio',
					name: 'Ünïcode.wav',
					mimeType: 'audio/x-wav',
					bytes: SAMPLE.length,
					sha256: createHash('sha256').update(SAMPLE).digest('hex'),
				},
			],
		};
		expect(entry).toMatchObject({ operationId: 'cloneVoice', status: 200, body: expected });
	});

	it('gives the voice a sound of its own', async () => {
		const { account, clone } = await cloner();
		const sounds: Uint8Array[] = [];
		for (const hertz of [90, 90, 320]) {
			const id = await idOf(await clone({ bytes: tone(hertz, 4) }));
			const audio = await bytesOf(await speak(playground, account, { voice: { mode: 'id', id } }));
			expect((await decode(audio)).meanVolume).toBeGreaterThan(-40);
			sounds.push(audio);
		}
		expect(sounds[1]).toEqual(sounds[0]);
		expect(sounds[2]).not.toEqual(sounds[0]);
	});

	it('belongs to its account only, newest first', async () => {
		const { clone, voices } = await cloner();
		const other = await cloner();
		const first = await idOf(await clone());
		const second = await idOf(await clone());
		expect((await voices()).slice(0, 2).map((voice) => voice.voice_id)).toEqual([second, first]);
		expect((await other.voices()).map((voice) => voice.voice_id)).not.toContain(first);
		const voice = { mode: 'id', id: first };
		expect(await errorOf(await speak(playground, other.account, { voice }))).toEqual([
			404,
			'VOICE_NOT_FOUND',
		]);
	});
});

describe('the two forms of the API', () => {
	it('seed: requires language and enhance, and accepts only en', async () => {
		const { clone } = await cloner();
		const errors: unknown[] = [];
		const wrong: Fields[] = [
			{ language: undefined },
			{ language: 'de' },
			{ enhance: undefined },
			{ enhance: 'yes' },
			{ name: undefined },
			{ gender: 'other' },
			{ name: ['A', 'B'] },
		];
		for (const fields of wrong) errors.push((await errorOf(await clone({ fields })))[1]);
		expect(errors).toEqual([
			'INVALID_LANGUAGE',
			'INVALID_LANGUAGE',
			...Array<string>(5).fill('INVALID_REQUEST'),
		]);
	});

	it('later: requires neither, and has more languages', async () => {
		const { clone } = await cloner({ cloneApi: 'later' });
		const response = await clone({ fields: { language: undefined, enhance: undefined } });
		expect(((await response.json()) as { language: string }).language).toMatch(/^en,fr,/);
		expect((await clone({ fields: { language: 'xx', enhance: 'true' } })).status).toBe(200);
		expect(await errorOf(await clone({ fields: { name: undefined } }))).toEqual([400, 'INVALID_REQUEST']);
	});
});

describe('a bad sample', () => {
	it.each<[string, Uint8Array, number, string]>([
		['text', new TextEncoder().encode('not audio at all'.repeat(100)), 400, 'FORMAT_NOT_RECOGNIZED'],
		['nothing', new Uint8Array(), 400, 'FORMAT_NOT_RECOGNIZED'],
		['Ogg', makeAudio(4, ['-c:a', 'libopus', '-f', 'ogg']), 400, 'FORMAT_NOT_RECOGNIZED'],
		['a header', SAMPLE.subarray(0, 44), 400, 'FORMAT_NOT_RECOGNIZED'],
		['too short', wav(2.9), 400, 'SHORT_SPEECH_DURATION'],
		['cut off', SAMPLE.subarray(0, 50_000), 400, 'SHORT_SPEECH_DURATION'],
		['silent', SILENCE, 400, 'BAD_SPEECH_QUALITY'],
	])('%s', async (_name, bytes, ...error) => {
		const { clone, voices } = await cloner();
		expect(await errorOf(await clone({ bytes }))).toEqual(error);
		expect((await voices())[0]).toMatchObject({ voice_type: 'PREDEFINED' });
	});

	it('too large, too many, too short for a stricter account', async () => {
		const small = await cloner({ cloneMaxBytes: 100_000 });
		expect(await errorOf(await small.clone())).toEqual([413, 'FILE_TOO_LARGE']);
		const [entry] = await small.account.requests();
		expect((entry?.body as FormNotes).files[0]?.bytes).toBe(SAMPLE.length);
		const few = await cloner({ cloneLimit: 1 });
		expect((await few.clone()).status).toBe(200);
		expect(await errorOf(await few.clone())).toEqual([429, 'VOICE_CLONE_LIMIT_EXCEEDED']);
		const strict = await cloner({ cloneMinSeconds: 5 });
		expect(await errorOf(await strict.clone())).toEqual([400, 'SHORT_SPEECH_DURATION']);
	});

	it('in another field, or none', async () => {
		const { account, clone } = await cloner();
		expect(await errorOf(await clone({ field: 'files' }))).toEqual([400, 'INVALID_REQUEST']);
		expect(((await account.requests())[0]?.body as FormNotes).files[0]?.field).toBe('files');
		const form = formOf({ audio: 'not a file', name: 'Me', language: 'en', enhance: 'true' });
		const url = `${playground.baseUrl('asyncflow')}/voices/clone`;
		const headers = headersOf(account);
		const text = await fetch(url, { method: 'POST', headers, body: form });
		expect(await errorOf(text)).toEqual([400, 'INVALID_REQUEST']);
		const json = await request(playground, account, '/voices/clone', { name: 'Me' });
		expect((await errorOf(json))[0]).toBeGreaterThanOrEqual(400);
		const bare = await fetch(url, { method: 'POST', headers });
		expect(await errorOf(bare)).toEqual([400, 'INVALID_REQUEST']);
		const type = 'multipart/form-data; boundary=x';
		const damaged = await fetch(url, {
			method: 'POST',
			headers: { ...headers, 'content-type': type },
			body: '--x\r\nContent-Disposition: form-data; name="audio"; filename="a"\r\n\r\nabc',
		});
		expect((await errorOf(damaged))[0]).toBe(400);
	});

	it('meets faults like any request', async () => {
		const { account, clone, voices } = await cloner();
		await account.fault({ kind: 'status', status: 503 }, { kind: 'reset', when: 'afterRead' });
		expect((await clone()).status).toBe(503);
		await expect(clone()).rejects.toThrow();
		const own = (await voices()).filter((voice) => voice.voice_type === 'CUSTOM');
		expect(own).toHaveLength(1);
	});
});
