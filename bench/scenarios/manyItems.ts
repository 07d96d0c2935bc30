import * as columns from '../report/columns.ts';
import type { Case, Scenario } from '../scenario.ts';
import type { SpeechWork } from '../work.ts';
import { shortTexts, SMALL_MP3 } from './texts.ts';

const LATENCY_MS = 50;
const ROUNDS = 5;

function inFlightCase(inFlight: number, items: number): Case {
	const work: SpeechWork = { kind: 'speech', texts: shortTexts(items), format: SMALL_MP3, inFlight };
	return {
		title: `${items} items, ${inFlight} in flight`,
		rounds: ROUNDS,
		provider: { settings: { latencyMs: LATENCY_MS } },
		warmUp: { settings: {} },
		contenders: [
			{
				name: 'our node',
				candidate: 'ours',
				shows: `Concurrency ${inFlight}: the next request starts when one finishes`,
				work,
			},
			{
				name: 'HTTP Request',
				candidate: 'httpRequest',
				shows: `${inFlight} every ${LATENCY_MS} ms, finished or not: the fastest setting, if the latency is known`,
				work: { ...work, batchInterval: LATENCY_MS },
			},
			{ name: 'undici', candidate: 'undici', shows: 'what the machine can do without n8n', work },
		],
	};
}

export const manyItems: Scenario = {
	name: 'many-items',
	title: 'Many small items',
	explanation: `Short texts, one file each, from a provider that takes ${LATENCY_MS} ms per request.`,
	columns: [
		columns.timeRatio,
		columns.cpuRatio,
		columns.itemsPerSecond,
		columns.cpuPerItem,
		columns.requests,
		columns.maxInFlight,
	],
	// Fewer items one at a time, which takes as long.
	cases: [inFlightCase(1, 20), inFlightCase(5, 200), inFlightCase(20, 200)],
};

const CPU_ITEMS = 2000;
const CPU_IN_FLIGHT = 20;
const CPU_TEXTS = 50;
/** About the time that the HTTP Request node needs for a batch on a slow machine. */
const CPU_INTERVAL_MS = 40;
const cpuWork: SpeechWork = {
	kind: 'speech',
	// Few different texts: the provider caches them and leaves the processor to the candidates.
	texts: shortTexts(CPU_ITEMS).map((_, index, texts) => texts[index % CPU_TEXTS] ?? ''),
	format: SMALL_MP3,
	inFlight: CPU_IN_FLIGHT,
};

export const cpu: Scenario = {
	name: 'cpu',
	title: 'CPU per item',
	explanation: `${CPU_ITEMS} short texts from a provider that answers without delay, ${CPU_IN_FLIGHT} in flight. The HTTP Request node cannot keep a number in flight: it sends a batch at an interval, or everything immediately. Waiting uses no CPU, so ignore the duration of its batches.`,
	columns: [columns.cpuRatioToNode, columns.cpuPerItem, columns.cpuSeconds, columns.seconds, columns.growth],
	cases: [
		{
			title: '',
			rounds: ROUNDS,
			provider: { settings: {} },
			warmUp: { settings: {} },
			contenders: [
				{ name: 'our node', candidate: 'ours', shows: `Concurrency ${CPU_IN_FLIGHT}`, work: cpuWork },
				{ name: 'undici', candidate: 'undici', shows: 'without n8n', work: cpuWork },
				{
					name: 'HTTP Request, no batches',
					candidate: 'httpRequest',
					shows: 'everything immediately, its default',
					work: cpuWork,
				},
				{
					name: 'HTTP Request',
					candidate: 'httpRequest',
					shows: `${CPU_IN_FLIGHT} every ${CPU_INTERVAL_MS} ms`,
					work: { ...cpuWork, batchInterval: CPU_INTERVAL_MS },
				},
			],
		},
	],
};
