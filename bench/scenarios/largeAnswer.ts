import * as columns from '../report/columns.ts';
import type { Case, Scenario } from '../scenario.ts';
import type { SpeechWork, UploadWork } from '../work.ts';

const MEGABYTE = 1_000_000;
const ROUNDS = 5;
/** The same for all sizes, so that what a process takes once is not taken for growth. */
const WARM_UP_BYTES = 10 * MEGABYTE;
const WAV = { container: 'wav', sample_rate: 44_100 } as const;
const MP3 = { container: 'mp3', sample_rate: 44_100, bit_rate: 192_000 } as const;

const NAMES = {
	ours: { name: 'our node', candidate: 'ours' },
	httpRequest: { name: 'HTTP Request', candidate: 'httpRequest' },
	undici: { name: 'undici', candidate: 'undici' },
} as const;

const SHOWS = {
	ours: 'streamed, and inspected on the way: kind, length, whether it is cut short',
	httpRequest: 'stored as it comes, whatever it is',
	undici: 'from the socket to a file',
};

/** Files of one size. The text is the same for all, since it is the file that counts. */
function sizeCase(
	format: SpeechWork['format'],
	megabytes: number,
	files = 1,
): Omit<Case, 'contenders'> & { work: SpeechWork } {
	const many = files > 1 ? `${files} × ` : '';
	return {
		title: `${many}${megabytes} MB of ${format.container.toUpperCase()}`,
		rounds: ROUNDS,
		provider: { settings: { fillerBytes: megabytes * MEGABYTE } },
		warmUp: { settings: { fillerBytes: WARM_UP_BYTES / files } },
		freshProcess: true,
		work: {
			kind: 'speech',
			texts: Array.from(
				{ length: files },
				(_, index) => `Sentence ${index} is repeated until the file is large.`,
			),
			format,
			atOnce: files,
		},
	};
}

/** The HTTP Request node last: the others are compared with it. */
function comparedWithNode(format: SpeechWork['format'], megabytes: number): Case {
	const { work, ...rest } = sizeCase(format, megabytes);
	const order = ['ours', 'undici', 'httpRequest'] as const;
	return { ...rest, contenders: order.map((name) => ({ ...NAMES[name], shows: SHOWS[name], work })) };
}

function memoryCase(format: SpeechWork['format'], megabytes: number, files?: number): Case {
	const { work, ...rest } = sizeCase(format, megabytes, files);
	const order = ['ours', 'httpRequest', 'undici'] as const;
	return { ...rest, contenders: order.map((name) => ({ ...NAMES[name], shows: SHOWS[name], work })) };
}

export const largeAnswer: Scenario = {
	name: 'large-answer',
	title: 'One large answer',
	explanation:
		"One file into n8n's binary store in filesystem mode. Each run is in a new process that has done it once with 10 MB.",
	columns: [
		columns.timeRatioToNode,
		columns.cpuRatioToNode,
		columns.seconds,
		columns.cpuSeconds,
		columns.megabytesPerSecond,
	],
	cases: [comparedWithNode(WAV, 400), comparedWithNode(MP3, 400)],
};

const UPLOADS = 50;
const SAMPLE_MEGABYTES = 4.5;
const AT_ONCE = 5;
const upload: UploadWork = {
	kind: 'upload',
	texts: Array.from({ length: UPLOADS }, (_, index) => `Text ${index + 1}.`),
	sampleBytes: SAMPLE_MEGABYTES * MEGABYTE,
	atOnce: AT_ONCE,
};

export const memory: Scenario = {
	name: 'memory',
	title: 'Memory',
	explanation:
		'How much the resident memory of the process grows at the most. Each run is in a new process that has done the same with 10 MB in all, or one upload. Memory that does not follow the size has not held the file.',
	columns: [columns.growth, columns.seconds, columns.cpuSeconds],
	cases: [
		memoryCase(WAV, 300),
		memoryCase(WAV, 15, 20),
		{
			title: `${UPLOADS} uploads of ${SAMPLE_MEGABYTES} MB, ${AT_ONCE} at once`,
			rounds: ROUNDS,
			provider: { name: 'aivoiceclonefree', settings: {} },
			warmUp: { name: 'aivoiceclonefree', settings: {} },
			freshProcess: true,
			contenders: [
				{
					...NAMES.ours,
					shows: 'AI Voice Clone Free, Clone Voice: the sample is checked before it is sent',
					work: upload,
				},
				{
					...NAMES.httpRequest,
					shows: `multipart form, ${AT_ONCE} every millisecond: all of them in flight`,
					work: upload,
				},
				{ ...NAMES.undici, shows: 'form-data, streamed from the file', work: upload },
			],
		},
	],
};
