import type { ProviderSetup } from '../playground.ts';
import * as columns from '../report/columns.ts';
import type { Case, Contender, Scenario } from '../scenario.ts';
import type { SpeechWork } from '../work.ts';
import { shortTexts, SMALL_MP3 } from './texts.ts';

const LATENCY_MS = 150;
const ROUNDS = 5;
/** The most that n8n allows. */
const RETRY_ON_FAIL = { maxTries: 5, waitMs: 5000 };

const COLUMNS = [
	columns.shareOfIdeal,
	columns.idealSeconds,
	columns.chargeRatio,
	columns.done,
	columns.requests,
	columns.refused,
	columns.charged,
	columns.chargedAgain,
];

interface Limits {
	items: number;
	limit: number;
	latencyMs?: number;
	settings?: ProviderSetup['settings'];
}

/** Seconds that the items take when the limit is used in full and nothing else takes time. */
const ideal = ({ items, limit, latencyMs = LATENCY_MS }: Limits): number =>
	((items / limit) * latencyMs) / 1000;

function limitCase(
	title: string,
	limits: Limits,
	work: Pick<SpeechWork, 'atOnce' | 'separateExecutions'>,
	ourSetting: string,
	others: (work: SpeechWork) => Contender[] = () => [],
): Case {
	const { items, limit, latencyMs = LATENCY_MS, settings = {} } = limits;
	const speech: SpeechWork = { kind: 'speech', texts: shortTexts(items), format: SMALL_MP3, ...work };
	return {
		title,
		rounds: ROUNDS,
		idealSeconds: ideal(limits),
		provider: { settings: { latencyMs, maxConcurrent: limit, ...settings } },
		warmUp: { settings: {} },
		contenders: [
			{ name: 'our node', candidate: 'ours', shows: ourSetting, work: speech, mayFail: true },
			...others(speech),
			{
				name: 'undici',
				candidate: 'undici',
				shows: `told to keep ${limit} in flight`,
				work: { ...speech, atOnce: limit },
			},
		],
	};
}

const retryOnFail = (work: SpeechWork, shows: string): Contender => ({
	name: 'HTTP Request, Retry On Fail',
	candidate: 'httpRequest',
	shows: `${RETRY_ON_FAIL.maxTries} tries, ${RETRY_ON_FAIL.waitMs / 1000} s between: ${shows}`,
	work: { ...work, retryOnFail: RETRY_ON_FAIL },
	mayFail: true,
	rounds: 1,
});

/** Twice the latency: a request that takes longer than the interval makes the whole node fail. */
const inBatches = (work: SpeechWork, limit: number): Contender => ({
	name: 'HTTP Request, in batches',
	candidate: 'httpRequest',
	shows: `${limit} every ${2 * LATENCY_MS} ms, for whoever knows limit and latency: at the pace of the interval`,
	work: { ...work, atOnce: limit, batchInterval: 2 * LATENCY_MS },
	mayFail: true,
	rounds: 1,
});

const THREE = { items: 60, limit: 3 };
const TEN = { items: 120, limit: 10 };
const FIFTY = { items: 50, limit: 5 };

export const limit: Scenario = {
	name: 'limit',
	title: 'A provider that limits concurrent requests',
	explanation: `Every request above the limit is refused with 429 and without a word on when to come back; each takes ${LATENCY_MS} ms. The ideal is items ÷ limit × latency. What waits on purpose is run once.`,
	columns: COLUMNS,
	cases: [
		limitCase('60 items, limit 3', THREE, { atOnce: 20 }, 'Concurrency 20', (work) => [
			retryOnFail(work, 'each try sends all items again, without any limit'),
			inBatches(work, THREE.limit),
		]),
		limitCase('120 items, limit 10', TEN, { atOnce: 40 }, 'Concurrency 40', (work) => [
			inBatches(work, TEN.limit),
		]),
		limitCase(
			'50 executions with one item each, limit 5',
			FIFTY,
			{ atOnce: 5, separateExecutions: true },
			'50 simultaneous executions in one n8n process, same account',
			(work) => [retryOnFail(work, 'each execution on its own')],
		),
	],
};

const RATE = { items: 200, limit: 20, latencyMs: 200 };
const EVERY = 20;

export const rate: Scenario = {
	name: 'rate',
	title: 'A provider that also refuses by rate',
	explanation: `${RATE.items} items at Concurrency ${RATE.limit}, which is the limit; each takes ${RATE.latencyMs} ms. With refusals, every ${EVERY}th request is answered 429 RATE_LIMIT_EXCEEDED although there is room; as the provider documents it, the body says when to come back (${RATE.latencyMs} ms).`,
	columns: COLUMNS,
	cases: [
		limitCase('no refusals', RATE, { atOnce: RATE.limit }, `Concurrency ${RATE.limit}`),
		limitCase(
			`every ${EVERY}th refused`,
			{ ...RATE, settings: { refuseEvery: EVERY, limitExtra: true } },
			{ atOnce: RATE.limit },
			`Concurrency ${RATE.limit}`,
		),
	],
};
