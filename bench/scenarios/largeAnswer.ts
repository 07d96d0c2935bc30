import * as columns from '../report/columns.ts';
import type { Case, Scenario } from '../scenario.ts';
import type { SpeechWork, UploadWork } from '../work.ts';

const MEGABYTE = 1_000_000;
const ROUNDS = 5;
/** The same for all sizes, so that what a process allocates once does not count as growth. */
const WARM_UP_BYTES = 10 * MEGABYTE;
const WAV = { container: 'wav', sample_rate: 44_100 } as const;
const MP3 = { container: 'mp3', sample_rate: 44_100, bit_rate: 192_000 } as const;

const NAMES = {
	ours: { name: 'our node', candidate: 'ours' },
	httpRequest: { name: 'HTTP Request', candidate: 'httpRequest' },
	undici: { name: 'undici', candidate: 'undici' },
} as const;

const SHOWS = {
	ours: 'streamed and inspected: format, length, truncation',
	httpRequest: 'stored without inspection',
	undici: 'from the socket to a file',
};

/** Files of one size. The text is short, since only the file matters. */
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
			inFlight: files,
		},
	};
}

/** The HTTP Request node comes last: the others are compared with it. */
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
	title: 'One large response',
	explanation:
		"One file into n8n's binary store in filesystem mode. Each run is in a new process, after a warm-up with 10 MB.",
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
const IN_FLIGHT = 5;
const upload: UploadWork = {
	kind: 'upload',
	texts: Array.from({ length: UPLOADS }, (_, index) => `Text ${index + 1}.`),
	sampleBytes: SAMPLE_MEGABYTES * MEGABYTE,
	inFlight: IN_FLIGHT,
};

export const memory: Scenario = {
	name: 'memory',
	title: 'Memory',
	explanation:
		"The largest growth of the process's resident memory. Each run is in a new process, after a warm-up with 10 MB in total or one upload. If memory does not grow with the size, the file was never held in memory.",
	columns: [columns.growth, columns.seconds, columns.cpuSeconds],
	cases: [
		memoryCase(WAV, 300),
		memoryCase(WAV, 15, 20),
		{
			title: `${UPLOADS} uploads of ${SAMPLE_MEGABYTES} MB, ${IN_FLIGHT} in flight`,
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
					shows: `multipart form, ${IN_FLIGHT} every millisecond: all in flight`,
					work: upload,
				},
				{ ...NAMES.undici, shows: 'form-data, streamed from the file', work: upload },
			],
		},
	],
};
