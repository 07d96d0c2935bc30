import * as columns from '../report/columns.ts';
import type { Case, Scenario } from '../scenario.ts';
import type { SpeechWork } from '../work.ts';
import { SMALL_MP3 } from './texts.ts';

const SLOW_CHARACTERS = 30_000;
/** Slow enough that a response arrives in many pieces: the playground sends one every 100 ms, the first immediately. */
const BYTES_PER_SECOND = 1_100_000;
const ROUNDS = 5;
const IN_FLIGHT = 5;
/** The default of Max Characters per Request. */
const CHUNK_CHARACTERS = 2000;

const SENTENCE =
	'A long text is split into chunks at the end of a sentence, and the chunks become one file. ';
const SENTENCES_PER_CHUNK = Math.floor(CHUNK_CHARACTERS / SENTENCE.length);

const textOf = (characters: number): string =>
	SENTENCE.repeat(Math.ceil(characters / SENTENCE.length)).slice(0, characters);

const workOf = (texts: string[]): SpeechWork => ({
	kind: 'speech',
	texts,
	format: SMALL_MP3,
	inFlight: IN_FLIGHT,
});

/** Splits this text as our node does. */
function chunksOf(characters: number): string[] {
	const text = textOf(characters);
	const length = SENTENCE.length * SENTENCES_PER_CHUNK;
	return Array.from({ length: Math.ceil(characters / length) }, (_, index) =>
		text.slice(index * length, (index + 1) * length).trim(),
	);
}

/** @param fillerBytes Size of each chunk's audio. The provider has it ready, so only the candidate's work is measured. */
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
				shows: `chunks of ${CHUNK_CHARACTERS} characters, ${IN_FLIGHT} in flight, joined`,
				work: workOf([textOf(characters)]),
			},
			{
				name: 'undici',
				candidate: 'undici',
				shows: 'the same chunks, split beforehand, one file each',
				work: workOf(chunksOf(characters)),
			},
		],
	};
}

const slow = workOf([textOf(SLOW_CHARACTERS)]);

export const longText: Scenario = {
	name: 'long-text',
	title: 'A long text',
	explanation: `One MP3 from a long text. In the first case the provider sends each response at a fixed rate (${BYTES_PER_SECOND / 1_000_000} MB of audio per second), and undici sends the whole text in one request. In the others it responds to each chunk immediately with 100 kB, and undici neither splits nor joins.`,
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
					shows: `chunks of ${CHUNK_CHARACTERS} characters, ${IN_FLIGHT} in flight, joined`,
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
