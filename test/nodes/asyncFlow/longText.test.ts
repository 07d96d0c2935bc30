import { beforeAll, describe, expect, it } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { asyncFlowRun } from '../../support/asyncFlow';
import { toMilliseconds } from '../../support/audio';
import { decode, probe } from '../../support/ffprobe';
import { shown } from '../../support/n8nCore';
import { useWorld } from '../../support/world';

const world = useWorld();

const ENGLISH =
	'The ship left the harbour at dawn. Nobody spoke, and the sea was calm! Was it a good sign? We hoped so.\n\n';
const ARABIC =
	'غادرت السفينة الميناء عند الفجر. لم يتكلم أحد، وكان البحر هادئاً! هل كانت علامة جيدة؟ كنا نأمل ذلك.\n\n';
const SPEECHES: Array<[string, string, INodeParameters]> = [
	['English', ENGLISH, {}],
	['Arabic', ARABIC, { language: 'ar' }],
];
/** Low rates, since it is the lengths that are of interest here, and they take the time. */
const SMALL = { sampleRate: 8000, bitRate: 32_000, modelId: 'async_flash_v1.0' };

const long = (sentence: string, characters: number) =>
	sentence.repeat(Math.ceil(characters / sentence.length)).slice(0, characters);

async function speak(changes: INodeParameters) {
	const result = await world.core.run(
		asyncFlowRun(world.playground, world.account, { ...SMALL, ...changes }),
	);
	const [item] = result.items;
	return {
		...result,
		json: item?.json ?? {},
		audio: item?.json.audio as IDataObject,
		binary: item?.binary,
	};
}

const transcripts = async () =>
	(await world.account.requests()).map(({ body }) => (body as { transcript: string }).transcript);

describe.each(['default', 'filesystem'] as const)('binary mode %s', (mode) => {
	beforeAll(async () => {
		await world.core.useBinaryMode(mode);
	});

	it.each([
		['wav', 'pcm_s16le'],
		['wav', 'pcm_mulaw'],
		['wav', 'pcm_f32le'],
		['raw', 'pcm_s16le'],
	])('joins %s of %s to the sample', async (container, encoding) => {
		const text = long(ENGLISH, 1000);
		const options = { maxCharactersPerRequest: 200 };
		const { audio, binary, json } = await speak({ text, container, encoding, options });
		const sent = await transcripts();
		expect(sent.length).toBeGreaterThan(4);
		expect(sent.every((part) => part.length <= 200)).toBe(true);
		expect(json).toMatchObject({ characters: 1000, requests: sent.length });

		const bytes = await world.core.bytesOf(binary?.data);
		expect(audio.bytes).toBe(bytes.length);
		const demuxer = container === 'raw' ? ['-f', 's16le', '-ar', '8000', '-ac', '1'] : [];
		const { pcm, warnings } = await decode(bytes, demuxer);
		expect(warnings).toBe('');
		expect(audio.durationSeconds).toBe(toMilliseconds(pcm.length / 8000));
		// Each part alone, as the playground has it in its cache: the sum of their samples is the whole.
		let samples = 0;
		for (const part of sent) {
			const alone = await speak({ text: part, container, encoding, options: { splitLongText: false } });
			samples += (await decode(await world.core.bytesOf(alone.binary?.data), demuxer)).pcm.length;
		}
		expect(pcm.length).toBe(samples);
	});
});

describe('60,000 characters', () => {
	it.each(SPEECHES)(
		'of %s become one WAV, one MP3 and subtitles',
		async (_, sentence, options) => {
			await world.core.useBinaryMode('filesystem');
			const text = long(sentence, 60_000);
			const all = { ...options, concurrency: 4, maxCharactersPerRequest: 4000 };
			const operation = 'synthesizeWithTimestamps';
			const wav = await speak({ operation, text, container: 'wav', subtitles: 'srt', options: all });
			expect(shown(wav).title).toBe('');
			const parts = await transcripts();
			expect(parts.join('').length).toBe(60_000);

			const file = await world.core.bytesOf(wav.binary?.data);
			expect((await probe(file)).durationSeconds).toBeCloseTo(Number(wav.audio.durationSeconds), 2);
			expect((await decode(file)).warnings).toBe('');

			// Every word once, in order, inside the audio.
			const words = wav.json.words as Array<{ text: string; startMs: number; endMs: number }>;
			const endMs = Number(wav.audio.durationSeconds) * 1000;
			const inOrder = words.every(({ startMs }, i) => startMs >= (words[i - 1]?.startMs ?? 0));
			expect(inOrder).toBe(true);
			expect(words.every((word) => word.endMs <= endMs + 1 && word.endMs >= word.startMs)).toBe(true);
			const srt = (await world.core.bytesOf(wav.binary?.subtitles)).toString();
			const spoken = srt
				.split('\n')
				.filter((line) => line !== '' && !/^\d+$/.test(line) && !line.includes(' --> '))
				.join(' ');
			expect(spoken.split(/\s+/)).toEqual(words.map((word) => word.text));
			expect(wav.binary?.subtitles).toMatchObject({
				fileName: 'speech.srt',
				mimeType: 'application/x-subrip',
			});

			const mp3 = await speak({ text, container: 'mp3', options: all });
			expect(shown(mp3).title).toBe('');
			const compressed = await world.core.bytesOf(mp3.binary?.data);
			const frame = 576 / 8000;
			const frames = Number(mp3.audio.durationSeconds) / frame;
			expect(frames).toBeCloseTo(Math.round(frames), 6);
			const { pcm, warnings } = await decode(compressed);
			expect(warnings).toBe('');
			expect(Math.abs(pcm.length / 8000 - Number(mp3.audio.durationSeconds))).toBeLessThan(2 * frame);
		},
		400_000,
	);
});

it('ends a subtitle where a sentence ends in the language of the text', async () => {
	// In German, "42." may be an ordinal number, and the sentence goes on.
	const text = 'Last month she turned 42. Nobody had told us.';
	const cues = async (language: string) => {
		const speech = { operation: 'synthesizeWithTimestamps', text, subtitles: 'srt', options: { language } };
		const srt = (await world.core.bytesOf((await speak(speech)).binary?.subtitles)).toString();
		return srt.split(/\n\n/).map((cue) => cue.trim().split('\n').slice(2).join(' '));
	};
	expect(await cues('en')).toEqual(['Last month she turned 42.', 'Nobody had told us.']);
	expect(await cues('de')).toEqual([text]);
});

it.each([
	['only punctuation', '!'.repeat(10_000), 'Text contains nothing to speak'],
	['only invisible characters', '\u200b\u00ad\u200f', 'Text contains nothing to speak'],
	[
		'a letter over the limit',
		`One. Two. e${'\u0301'.repeat(2000)}`,
		'at character 11, a tag, letter or emoji has 2001 characters',
	],
])('refuses %s before anything is sent', async (_, text, title) => {
	const options = { maxCharactersPerRequest: 1000 };
	expect(shown(await speak({ text, container: 'wav', options })).title).toContain(title);
	expect(await world.account.requests()).toEqual([]);
});

describe('parts that fail', () => {
	it('name what was paid for, and begin no further part', async () => {
		await world.account.fault({
			kind: 'status',
			status: 429,
			errorCode: 'USAGE_LIMIT_EXCEEDED',
			skip: 2,
			times: 99,
		});
		const options = { maxCharactersPerRequest: 200, concurrency: 1 };
		const result = await speak({ text: long(ENGLISH, 2000), container: 'mp3', options });
		expect(shown(result).title).toMatch(/quota exceeded/);
		expect(shown(result).description).toMatch(/2 of \d+ chunks were synthesized/);
		expect(await world.account.requests()).toHaveLength(3);
	});

	it('are not split when the user does not want it', async () => {
		await speak({ text: long(ENGLISH, 5000), container: 'mp3', options: { splitLongText: false } });
		expect(await world.account.requests()).toHaveLength(1);
	});
});

describe('streaming', () => {
	const operation = 'synthesizeStream';

	it.each(['mp3', 'wav', 'raw'])('gives the same kind of audio as %s', async (container) => {
		const { error, audio } = await speak({ operation, container, modelId: 'async_pro_v1.0' });
		expect(error).toBeUndefined();
		expect(Number(audio.durationSeconds)).toBeGreaterThan(0.5);
	});

	it.each([undefined, 1, 12, 23])(
		'fails at the marker in the audio, split after %p bytes',
		async (splitMarkerAt) => {
			await world.account.fault({
				kind: 'inBandQuota',
				afterBytes: 3000,
				...(splitMarkerAt !== undefined && { splitMarkerAt }),
				times: 9,
			});
			const result = await speak({ operation, container: 'raw', encoding: 'pcm_s16le' });
			expect(shown(result).title).toMatch(/quota exceeded/);
			expect(await world.account.requests()).toHaveLength(1);
		},
	);
});

describe('a link to the audio', () => {
	it('is signed where n8n can sign it', async () => {
		await world.core.useBinaryMode('filesystem');
		const { json } = await speak({ container: 'mp3', options: { createAudioLink: true } });
		expect(json.audioLink).toMatch(/\/binary-data\/signed\?token=/);
	});

	it('says why there is none in memory mode, and the audio is there all the same', async () => {
		await world.core.useBinaryMode('default');
		const { json, binary } = await speak({ container: 'mp3', options: { createAudioLink: true } });
		await world.core.useBinaryMode('filesystem');
		expect(json.audioLink).toBeUndefined();
		expect(json.audioLinkUnavailable).toMatch(/N8N_DEFAULT_BINARY_DATA_MODE/);
		expect((await world.core.bytesOf(binary?.data)).length).toBeGreaterThan(1000);
	});
});
