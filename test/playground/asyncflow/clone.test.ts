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
import { pitchOf } from '../pitch';
import { bytesOf, errorOf, request, speak } from '../request';

let playground: Playground;
beforeAll(async () => {
	playground = await startPlayground();
}, 30_000);
afterAll(() => playground.close());

const wav = (seconds: number, more: string[] = []) => makeAudio(seconds, [...more, '-f', 'wav']);
/** A tone whose header has true sizes, which takes a file that the encoder can go back in. */
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
const TONE = wav(4);

type Fields = Record<string, string | string[] | undefined>;

interface Sent {
	audio?: Uint8Array<ArrayBuffer>;
	field?: string;
	fileName?: string;
	mimeType?: string;
	/** On top of the fields the contract demands; undefined leaves one out. */
	fields?: Fields;
}

async function cloner(settings: Partial<AccountSettings> = {}) {
	const account = await playground.account(settings);
	const clone = (sent: Sent = {}) => {
		const {
			audio = new Uint8Array(TONE),
			field = 'audio',
			fileName = 'me.wav',
			mimeType = 'audio/wav',
		} = sent;
		const form = new FormData();
		form.append(field, new Blob([audio], { type: mimeType }), fileName);
		const fields: Fields = { name: 'Me', language: 'en', enhance: 'false', ...sent.fields };
		for (const [name, value] of Object.entries(fields)) {
			for (const one of [value ?? []].flat()) form.append(name, one);
		}
		const headers = { 'x-api-key': account.apiKey, version: 'v1' };
		return fetch(`${playground.baseUrl('asyncflow')}/voices/clone`, { method: 'POST', headers, body: form });
	};
	const voices = async () => {
		const response = await request(playground, account, '/voices', { limit: 100 });
		return ((await response.json()) as { voices: Array<Record<string, string>> }).voices;
	};
	return { account, clone, voices };
}

const idOf = async (response: Response): Promise<string> => ((await response.json()) as { id: string }).id;

describe('a good sample', () => {
	it.each([
		['wav', []],
		['mp3', ['-b:a', '64k']],
		['flac', []],
		['aiff', []],
	])('in %s becomes a voice', async (format, options) => {
		const { clone, voices } = await cloner();
		const audio = new Uint8Array(inFile(format, options));
		const fields = { description: 'My own', gender: 'Female', accent: 'Mine', style: 'Calm' };
		const response = await clone({ audio, fields });
		expect(response.status).toBe(200);
		const answer = (await response.json()) as Record<string, string>;
		expect(answer).toEqual({
			id: expect.any(String),
			name: 'Me',
			description: 'My own',
			language: 'en',
		});
		expect((await voices())[0]).toMatchObject({
			voice_id: answer['id'],
			name: 'Me',
			...fields,
			voice_type: 'CUSTOM',
		});
	});

	it('is written down with its true name, type, size and hash, and all fields', async () => {
		const { account, clone } = await cloner();
		await clone({ fileName: 'Ünïcode.wav', mimeType: 'audio/x-wav', fields: { transcript: 'Hi', odd: '1' } });
		const [entry] = await account.requests();
		const expected: FormNotes = {
			fields: { name: 'Me', language: 'en', enhance: 'false', transcript: 'Hi', odd: '1' },
			files: [
				{
					field: 'audio',
					name: 'Ünïcode.wav',
					mimeType: 'audio/x-wav',
					bytes: TONE.length,
					sha256: createHash('sha256').update(TONE).digest('hex'),
				},
			],
		};
		expect(entry).toMatchObject({ operationId: 'cloneVoice', status: 200, body: expected });
	});

	it('gives the voice its pitch', async () => {
		const { account, clone } = await cloner();
		const heights: number[] = [];
		for (const hertz of [90, 160, 320]) {
			const audio = new Uint8Array(
				makeAudio(4, ['-af', `aeval=0.4*sin(2*PI*${hertz}*t)+0.2*sin(4*PI*${hertz}*t)`, '-f', 'wav']),
			);
			const id = await idOf(await clone({ audio }));
			const transcript = 'Mama, no no no, we are all in Miami.';
			const spoken = await bytesOf(
				await speak(playground, account, { transcript, voice: { mode: 'id', id } }),
			);
			const { pcm, meanVolume } = await decode(spoken);
			expect(meanVolume).toBeGreaterThan(-40);
			heights.push(pitchOf(pcm, 8000));
		}
		expect(heights[1]).toBeGreaterThan((heights[0] ?? 0) * 1.2);
		expect(heights[2]).toBeGreaterThan((heights[1] ?? 0) * 1.2);
	});

	it('belongs to its account only, newest first', async () => {
		const { clone, voices } = await cloner();
		const other = await cloner();
		const first = await idOf(await clone());
		const second = await idOf(await clone());
		expect((await voices()).slice(0, 2).map((voice) => voice['voice_id'])).toEqual([second, first]);
		expect((await other.voices()).map((voice) => voice['voice_id'])).not.toContain(first);
		const voice = { mode: 'id', id: first };
		expect(await errorOf(await speak(playground, other.account, { voice }))).toEqual([
			404,
			'VOICE_NOT_FOUND',
		]);
	});
});

describe('the two forms of the API', () => {
	it('seed: demands language and enhance, and knows only en', async () => {
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

	it('later: wants neither, and has more languages', async () => {
		const { clone } = await cloner({ cloneApi: 'later' });
		const response = await clone({ fields: { language: undefined, enhance: undefined } });
		expect(((await response.json()) as { language: string }).language).toMatch(/^en,fr,/);
		expect((await clone({ fields: { language: 'xx', enhance: 'true' } })).status).toBe(200);
		expect(await errorOf(await clone({ fields: { name: undefined } }))).toEqual([400, 'INVALID_REQUEST']);
	});
});

describe('a bad sample', () => {
	it.each<[string, Uint8Array<ArrayBuffer>, number, string]>([
		['text', new TextEncoder().encode('not audio at all'.repeat(100)), 400, 'FORMAT_NOT_RECOGNIZED'],
		['nothing', new Uint8Array(), 400, 'FORMAT_NOT_RECOGNIZED'],
		['Ogg', new Uint8Array(makeAudio(4, ['-c:a', 'libopus', '-f', 'ogg'])), 400, 'FORMAT_NOT_RECOGNIZED'],
		['a header', new Uint8Array(TONE.subarray(0, 44)), 400, 'FORMAT_NOT_RECOGNIZED'],
		['too short', new Uint8Array(wav(2.9)), 400, 'SHORT_SPEECH_DURATION'],
		['cut off', new Uint8Array(TONE.subarray(0, 50_000)), 400, 'SHORT_SPEECH_DURATION'],
		['silent', new Uint8Array(SILENCE), 400, 'BAD_SPEECH_QUALITY'],
	])('%s', async (_name, audio, ...error) => {
		const { clone, voices } = await cloner();
		expect(await errorOf(await clone({ audio }))).toEqual(error);
		expect((await voices())[0]).toMatchObject({ voice_type: 'PREDEFINED' });
	});

	it('too large, too many, too short for a stricter account', async () => {
		const small = await cloner({ cloneMaxBytes: 100_000 });
		expect(await errorOf(await small.clone())).toEqual([413, 'FILE_TOO_LARGE']);
		const [entry] = await small.account.requests();
		expect((entry?.body as FormNotes).files[0]?.bytes).toBe(TONE.length);
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
		const form = new FormData();
		form.append('audio', 'not a file');
		for (const [name, value] of Object.entries({ name: 'Me', language: 'en', enhance: 'true' })) {
			form.append(name, value);
		}
		const url = `${playground.baseUrl('asyncflow')}/voices/clone`;
		const headers = { 'x-api-key': account.apiKey, version: 'v1' };
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
		const own = (await voices()).filter((voice) => voice['voice_type'] === 'CUSTOM');
		expect(own).toHaveLength(1);
	});
});
