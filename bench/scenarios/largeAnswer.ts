import * as columns from '../report/columns.ts';
import type { Case, Scenario } from '../scenario.ts';
import type { Work } from '../work.ts';

const MEGABYTE = 1_000_000;
/** The same for all sizes, so that what a process takes once is not taken for growth. */
const WARM_UP_BYTES = 10 * MEGABYTE;
const WAV = { container: 'wav', sample_rate: 44_100 } as const;
const MP3 = { container: 'mp3', sample_rate: 44_100, bit_rate: 192_000 } as const;

function sizeCase(format: Work['format'], megabytes: number, rounds: number): Case {
	const fillerBytes = megabytes * MEGABYTE;
	const work = { texts: ['This sentence is repeated until the file is large.'], format, atOnce: 1 };
	return {
		title: `${megabytes} MB of ${format.container.toUpperCase()}`,
		rounds,
		provider: { settings: { fillerBytes } },
		warmUp: { settings: { fillerBytes: WARM_UP_BYTES } },
		freshProcess: true,
		contenders: [
			{
				name: 'our node',
				candidate: 'ours',
				shows: 'streamed, and inspected on the way: kind, length, whether it is cut short',
				work,
			},
			{ name: 'HTTP Request', candidate: 'httpRequest', shows: 'stored as it comes, whatever it is', work },
			{ name: 'undici', candidate: 'undici', shows: 'from the socket to a file', work },
		],
	};
}

export const largeAnswer: Scenario = {
	name: 'large-answer',
	title: 'One large answer',
	explanation:
		"One file into n8n's binary store in filesystem mode. Each run is in a new process that has done it once with 10 MB. Memory that does not follow the size has not held the file.",
	columns: [columns.timeRatio, columns.cpuRatio, columns.seconds, columns.megabytesPerSecond, columns.growth],
	cases: [sizeCase(WAV, 100, 3), sizeCase(MP3, 100, 3), sizeCase(MP3, 400, 1)],
};
