import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { JoinableInspector } from '../../../nodes/shared/audio/inspect';
import { inspectorFor } from '../../../nodes/shared/audio/inspect';
import { joinAudio } from '../../../nodes/shared/audio/join';
import type { PcmFormat } from '../../../nodes/shared/audio/pcm';
import { PcmInspector } from '../../../nodes/shared/audio/pcm';
import { IncompleteAudioError } from '../../../nodes/shared/binary/incompleteAudio';
import { joinStored } from '../../../nodes/shared/binary/joinStored';
import { storeAudio } from '../../../nodes/shared/binary/storeAudio';
import { ProviderError } from '../../../nodes/shared/http/errors';
import { chunksOf, collect, inspect, makeAudio, makeAudioFile, toMilliseconds } from '../../support/audio';
import { decode } from '../../support/ffprobe';
import { N8nCore } from '../../support/n8nCore';
import { binaryContext, bodyOf, CALL } from '../../support/stored';

const RAW: PcmFormat = { encoding: 'pcm_s16le', sampleRate: 22_050, channels: 2 };
const LOST = new ProviderError({
	kind: 'connectionLost',
	title: 'The connection was lost',
	nextStep: 'Again',
});

interface Kind {
	readonly name: 'wav' | 'mp3' | 'pcm';
	readonly raw?: PcmFormat;
	readonly make: (seconds: number) => Buffer;
}

const options = (text: string) => text.split(' ');
const KINDS: readonly Kind[] = [
	{ name: 'wav', make: (seconds) => makeAudioFile(seconds, options('-ac 2 -ar 22050 -f wav')) },
	{ name: 'wav', make: (seconds) => makeAudioFile(seconds, options('-c:a pcm_mulaw -ar 8000 -f wav')) },
	// Streamed by ffmpeg: the header says that the length is not known.
	{ name: 'wav', make: (seconds) => makeAudio(seconds, options('-c:a pcm_f32le -ar 16000 -f wav')) },
	{ name: 'mp3', make: (seconds) => makeAudioFile(seconds, options('-c:a libmp3lame -q:a 4 -f mp3')) },
	{ name: 'pcm', raw: RAW, make: (seconds) => makeAudio(seconds, options('-ac 2 -ar 22050 -f s16le')) },
];

let core: N8nCore;

const inspectorOf = (name: Kind['name']): JoinableInspector =>
	name === 'pcm' ? new PcmInspector(RAW) : inspectorFor(name);

/** The samples or frames of a file, without headers and tags. */
async function contentOf(name: Kind['name'], file: Buffer): Promise<Buffer> {
	const inspector = inspectorOf(name);
	inspector.push(file);
	const layout = inspector.intact();
	if (layout === undefined) return Buffer.alloc(0);
	const joined = await collect(joinAudio([{ layout, read: () => chunksOf(file) }]).chunks);
	return layout.kind === 'wav' ? dataOf(joined) : joined;
}

/** The content of the data chunk of a WAV file, as long as its header says. */
function dataOf(wav: Buffer): Buffer {
	const at = wav.indexOf('data') + 8;
	return wav.subarray(at, at + wav.readUInt32LE(at - 4));
}

async function store(body: ReturnType<typeof bodyOf>, raw?: PcmFormat) {
	const wanted = { fileName: 'speech', ...(raw !== undefined && { raw }) };
	const context = binaryContext();
	const [outcome] = await Promise.allSettled([storeAudio(context, CALL, body, wanted)]);
	return { context, ...outcome };
}

beforeAll(async () => {
	core = await N8nCore.load();
});
afterAll(async () => {
	await core.useBinaryMode('filesystem');
});

describe.each(['default', 'filesystem'] as const)('audio that ends early, binary mode %s', (mode) => {
	beforeAll(async () => {
		await core.useBinaryMode(mode);
	});

	describe.each(KINDS)('$name', ({ name, raw, make }) => {
		const file = make(4);
		const short = make(0.1);

		it.each([LOST, undefined])(
			'is kept up to its last whole frame or sample (failure: %s)',
			async (failure) => {
				const runs = fc.record({
					source: fc.constantFrom(file, short),
					at: fc.double({ min: 0, max: 1, noNaN: true }),
					chunkBytes: fc.integer({ min: 100, max: 100_000 }),
				});
				await fc.assert(
					fc.asyncProperty(runs, async ({ source, at, chunkBytes }) => {
						const cut = source.subarray(0, Math.floor(at * source.length));
						const body = bodyOf(cut, { chunkBytes, ...(failure !== undefined && { failure }) });
						const { context, ...outcome } = await store(body, raw);
						const content = await contentOf(name, cut);
						if (outcome.status === 'fulfilled') {
							// Nothing tells that it is not all: a whole number of frames, or a header without a length.
							expect(failure).toBeUndefined();
							expect(inspect(inspectorOf(name), cut).bytes).toBe(outcome.value.audio.bytes);
							return;
						}
						const error: unknown = outcome.reason;
						if (content.length === 0) {
							expect(error).not.toBeInstanceOf(IncompleteAudioError);
							expect(error).toBeInstanceOf(ProviderError);
							return;
						}
						if (!(error instanceof IncompleteAudioError)) throw error;
						if (failure !== undefined) expect(error.cause).toBe(failure);
						expect(error.message).toBe(error.cause.message);
						const kept = await core.bytesOf(error.stored.binary);
						expect(content.equals(name === 'wav' ? dataOf(kept) : kept)).toBe(true);
						const info = inspect(inspectorOf(name), kept);
						expect(error.stored.durationSeconds).toBe(info.durationSeconds);
						expect(error.stored.audio).toMatchObject({
							...info,
							durationSeconds: toMilliseconds(info.durationSeconds),
						});

						const joined = await joinStored(context, [error.stored, error.stored]);
						const twice = await core.bytesOf(joined.binary);
						const both = name === 'wav' ? dataOf(twice) : twice;
						expect(both.equals(Buffer.concat([content, content]))).toBe(true);
						expect(joined.layout?.samples).toBe(2 * (error.stored.layout?.samples ?? 0));
					}),
					{ numRuns: 40 },
				);
			},
		);

		it('decodes without a complaint', async () => {
			const outcome = await store(bodyOf(file.subarray(0, file.length - 777), { failure: LOST }), raw);
			const error = outcome.status === 'rejected' ? (outcome.reason as unknown) : undefined;
			if (!(error instanceof IncompleteAudioError)) throw new Error('It was not kept');
			const demuxer = name === 'pcm' ? options('-f s16le -ar 22050 -ac 2') : [];
			const { pcm, warnings } = await decode(await core.bytesOf(error.stored.binary), demuxer);
			expect(warnings).toBe('');
			expect(pcm.length).toBeGreaterThan(0);
		});
	});

	it('is not written for who has cancelled', async () => {
		const cancelled = new ProviderError({ kind: 'cancelled', title: 'Cancelled', nextStep: '' });
		const outcome = await store(bodyOf(Buffer.alloc(300_000), { failure: cancelled }), RAW);
		expect(outcome).toMatchObject({ status: 'rejected', reason: cancelled });
		if (outcome.status === 'rejected') expect(outcome.reason).toBe(cancelled);
	});
});

describe('raw audio', () => {
	const pcm = makeAudio(1, options('-ac 2 -ar 22050 -f s16le'));

	it.each(['audio/mpeg', 'audio/ogg', 'text/plain', 'text/html', 'application/json', ''])(
		'is stored whatever the type says: %s',
		async (contentType) => {
			const outcome = await store(bodyOf(pcm, { contentType }), RAW);
			expect(outcome).toMatchObject({ status: 'fulfilled', value: { audio: { mimeType: 'audio/pcm' } } });
		},
	);

	it.each([
		[
			'a page',
			'<!DOCTYPE html><html><body>Sign in</body></html>',
			/returned a web page instead of an API response/,
		],
		[
			'a page in Latin-1',
			Buffer.from('<html><body>\u00e9\u00e8 Anmeldung f\u00fcr G\u00e4ste</body></html>', 'latin1'),
			/web page/,
		],
		[
			'a long page',
			`<html>${'<p>Please sign in</p>'.repeat(10_000)}`,
			/returned a web page instead of an API response/,
		],
		['a short line', 'Busy', /returned no audio/],
		['a long line', 'All agents are busy, please try again. '.repeat(4000), /returned no audio/],
		['Arabic', 'الخدمة مشغولة الآن. '.repeat(20), /returned no audio/],
		['JSON', '{"queued":true}', /returned no audio/],
		['numbers as JSON', `[${'[0,0],'.repeat(500)}[0,0]]`, /returned no audio/],
	])('is not %s, even as application/octet-stream', async (_, text, says) => {
		const bytes = Buffer.from(text);
		const even =
			bytes.length % 4 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(4 - (bytes.length % 4), ' ')]);
		const outcome = await store(bodyOf(even), RAW);
		if (outcome.status !== 'rejected') throw new Error('It was taken for audio');
		expect(String(outcome.reason)).toMatch(says);
	});

	it('may be a file after all', async () => {
		const mp3 = makeAudioFile(1, options('-c:a libmp3lame -f mp3'));
		const wav = makeAudioFile(1, options('-f wav'));
		for (const [file, mimeType] of [
			[mp3, 'audio/mpeg'],
			[wav, 'audio/wav'],
		] as const) {
			const outcome = await store(bodyOf(file), RAW);
			expect(outcome).toMatchObject({ status: 'fulfilled', value: { audio: { mimeType } } });
		}
	});
});
