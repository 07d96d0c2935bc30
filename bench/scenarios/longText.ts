import * as columns from '../report/columns.ts';
import type { Case, Scenario } from '../scenario.ts';
import type { SpeechWork } from '../work.ts';
import { SMALL_MP3 } from './texts.ts';

const SLOW_CHARACTERS = 30_000;
/** Slow enough that a part arrives in many pieces: the playground sends one every 100 ms, the first immediately. */
const BYTES_PER_SECOND = 1_100_000;
const ROUNDS = 5;
const AT_ONCE = 5;
/** Default of Max Characters per Request. */
const CHUNK_CHARACTERS = 2000;

const SENTENCE = 'A long text is spoken in parts, at the end of a sentence, and the parts become one file. ';
const SENTENCES_PER_CHUNK = Math.floor(CHUNK_CHARACTERS / SENTENCE.length);

const textOf = (characters: number): string =>
	SENTENCE.repeat(Math.ceil(characters / SENTENCE.length)).slice(0, characters);

const workOf = (texts: string[]): SpeechWork => ({
	kind: 'speech',
	texts,
	format: SMALL_MP3,
	atOnce: AT_ONCE,
});

/** As our node splits this text. */
function chunksOf(characters: number): string[] {
	const text = textOf(characters);
	const length = SENTENCE.length * SENTENCES_PER_CHUNK;
	return Array.from({ length: Math.ceil(characters / length) }, (_, index) =>
		text.slice(index * length, (index + 1) * length).trim(),
	);
}

/** @param fillerBytes Size of the audio of each chunk: the provider has it ready, so what is measured is our work. */
function sizeCase(characters: number, fillerBytes = 100_000): Case {
	return {
		title: `${characters / 1000} k characters`,
		rounds: ROUNDS,
		provider: { settings: { fillerBytes } },
		warmUp: { settings: { fillerBytes } },
		contenders: [
			{
				name: 'our node',
				candidate: 'ours',
				shows: `chunks of ${CHUNK_CHARACTERS} characters, ${AT_ONCE} in flight, joined`,
				work: workOf([textOf(characters)]),
			},
			{
				name: 'undici',
				candidate: 'undici',
				shows: 'the same chunks, split before the time is taken, each into a file of its own',
				work: workOf(chunksOf(characters)),
			},
		],
	};
}

const slow = workOf([textOf(SLOW_CHARACTERS)]);

export const longText: Scenario = {
	name: 'long-text',
	title: 'A long text',
	explanation: `To one MP3. The first row is from a provider that sends each answer at the same pace (${BYTES_PER_SECOND / 1_000_000} MB of audio a second), and undici sends the whole text in one request; in the others every chunk is answered immediately with 100 kB, and undici does the requests without splitting and joining.`,
	columns: [
		columns.timeRatio,
		columns.cpuRatio,
		columns.chargeRatio,
		columns.seconds,
		columns.cpuSeconds,
		columns.requests,
		columns.growth,
		columns.audioSeconds,
		columns.complaints,
	],
	cases: [
		{
			title: `${SLOW_CHARACTERS / 1000} k characters, slow provider`,
			rounds: 3,
			provider: {
				settings: {},
				faults: [{ kind: 'drip', bytesPerSecond: BYTES_PER_SECOND, times: 1000 }],
			},
			warmUp: { settings: {} },
			decode: true,
			contenders: [
				{
					name: 'our node',
					candidate: 'ours',
					shows: `chunks of ${CHUNK_CHARACTERS} characters, ${AT_ONCE} in flight, joined`,
					work: slow,
				},
				{ name: 'undici', candidate: 'undici', shows: 'the whole text in one request', work: slow },
			],
		},
		sizeCase(10_000),
		sizeCase(100_000),
		sizeCase(1_000_000),
	],
};
