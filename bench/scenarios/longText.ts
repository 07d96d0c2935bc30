import * as columns from '../report/columns.ts';
import type { Scenario } from '../scenario.ts';
import { SMALL_MP3 } from './texts.ts';

const CHARACTERS = 30_000;
/** Slow enough that a part arrives in many pieces: the playground sends one every 100 ms, the first at once. */
const BYTES_PER_SECOND = 1_100_000;
const ROUNDS = 2;

const SENTENCE = 'A long text is spoken in parts, at the end of a sentence, and the parts become one file. ';
const text = SENTENCE.repeat(Math.ceil(CHARACTERS / SENTENCE.length)).slice(0, CHARACTERS);
const work = { texts: [text], format: SMALL_MP3, atOnce: 5 };

export const longText: Scenario = {
	name: 'long-text',
	title: 'A long text',
	explanation: `${CHARACTERS} characters to one MP3, from a provider that speaks each request at the same pace (${BYTES_PER_SECOND / 1_000_000} MB of audio a second).`,
	columns: [
		columns.timeRatio,
		columns.cpuRatio,
		columns.chargeRatio,
		columns.seconds,
		columns.requests,
		columns.audioSeconds,
		columns.complaints,
	],
	cases: [
		{
			title: '',
			rounds: ROUNDS,
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
					shows: `parts of 2000 characters, ${work.atOnce} at once, joined`,
					work,
				},
				{ name: 'undici', candidate: 'undici', shows: 'the whole text in one request', work },
			],
		},
	],
};
