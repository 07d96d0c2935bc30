import * as columns from '../report/columns.ts';
import type { Case, Scenario } from '../scenario.ts';
import type { SpeechWork } from '../work.ts';
import { shortTexts, SMALL_MP3 } from './texts.ts';

const LATENCY_MS = 50;
const ROUNDS = 5;

function atOnceCase(atOnce: number, items: number): Case {
	const work: SpeechWork = { kind: 'speech', texts: shortTexts(items), format: SMALL_MP3, atOnce };
	return {
		title: `${items} items, ${atOnce} at once`,
		rounds: ROUNDS,
		provider: { settings: { latencyMs: LATENCY_MS } },
		warmUp: { settings: {} },
		contenders: [
			{
				name: 'our node',
				candidate: 'ours',
				shows: `Concurrency ${atOnce}: the next request starts when one has ended`,
				work,
			},
			{
				name: 'HTTP Request',
				candidate: 'httpRequest',
				shows: `${atOnce} every ${LATENCY_MS} ms, ended or not: the fastest setting, for whoever knows the latency`,
				work: { ...work, batchInterval: LATENCY_MS },
			},
			{ name: 'undici', candidate: 'undici', shows: 'what the machine can do without n8n around it', work },
		],
	};
}

export const manyItems: Scenario = {
	name: 'many-items',
	title: 'Many small items',
	explanation: `Short texts, each into a file of its own, from a provider that takes ${LATENCY_MS} ms for each.`,
	columns: [
		columns.timeRatio,
		columns.cpuRatio,
		columns.itemsPerSecond,
		columns.cpuPerItem,
		columns.requests,
		columns.mostAtOnce,
	],
	// Fewer one by one, which takes as long.
	cases: [atOnceCase(1, 20), atOnceCase(5, 200), atOnceCase(20, 200)],
};

const CPU_ITEMS = 2000;
const CPU_AT_ONCE = 20;
const CPU_TEXTS = 50;
/** About what the HTTP Request node needs for a batch on a slow machine. */
const CPU_INTERVAL_MS = 40;
const cpuWork: SpeechWork = {
	kind: 'speech',
	// Few different ones: the provider has them ready, and does not take the processor from the candidates.
	texts: shortTexts(CPU_ITEMS).map((_, index, texts) => texts[index % CPU_TEXTS] ?? ''),
	format: SMALL_MP3,
	atOnce: CPU_AT_ONCE,
};

export const cpu: Scenario = {
	name: 'cpu',
	title: 'CPU for each item',
	explanation: `${CPU_ITEMS} short texts from a provider that answers without delay, ${CPU_AT_ONCE} in flight. The HTTP Request node cannot keep a number in flight: it sends a batch at an interval, or everything immediately. Waiting takes no CPU, so the time of its batches says nothing here.`,
	columns: [columns.cpuRatioToNode, columns.cpuPerItem, columns.cpuSeconds, columns.seconds, columns.growth],
	cases: [
		{
			title: '',
			rounds: ROUNDS,
			provider: { settings: {} },
			warmUp: { settings: {} },
			contenders: [
				{ name: 'our node', candidate: 'ours', shows: `Concurrency ${CPU_AT_ONCE}`, work: cpuWork },
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
					shows: `${CPU_AT_ONCE} every ${CPU_INTERVAL_MS} ms`,
					work: { ...cpuWork, batchInterval: CPU_INTERVAL_MS },
				},
			],
		},
	],
};
