import * as columns from '../report/columns.ts';
import type { Case, Scenario } from '../scenario.ts';
import { shortTexts, SMALL_MP3 } from './texts.ts';

const LATENCY_MS = 50;
const ROUNDS = 3;

function atOnceCase(atOnce: number, items: number): Case {
	const work = { texts: shortTexts(items), format: SMALL_MP3, atOnce };
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
