import type { ProviderSetup } from '../accounts.ts';
import * as columns from '../report/columns.ts';
import type { Case, Contender, Scenario } from '../scenario.ts';
import type { SpeechWork } from '../work.ts';
import { shortTexts, SMALL_MP3 } from './texts.ts';

const LATENCY_MS = 150;
const ROUNDS = 5;
/** The maximum that n8n allows. */
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

/** Seconds that the items take if the limit is always fully used. */
const ideal = ({ items, limit, latencyMs = LATENCY_MS }: Limits): number =>
	((items / limit) * latencyMs) / 1000;

function limitCase(
	title: string,
	limits: Limits,
	work: Pick<SpeechWork, 'inFlight' | 'separateExecutions'>,
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
				shows: `configured for ${limit} in flight`,
				work: { ...speech, inFlight: limit },
			},
		],
	};
}

const retryOnFail = (work: SpeechWork, shows: string): Contender => ({
	name: 'HTTP Request, Retry On Fail',
	candidate: 'httpRequest',
	shows: `${RETRY_ON_FAIL.maxTries} tries, ${RETRY_ON_FAIL.waitMs / 1000} s apart: ${shows}`,
	work: { ...work, retryOnFail: RETRY_ON_FAIL },
	mayFail: true,
	rounds: 1,
});

/** An interval of twice the latency: one request that takes longer makes the whole node fail. */
const inBatches = (work: SpeechWork, limit: number): Contender => ({
	name: 'HTTP Request, in batches',
	candidate: 'httpRequest',
	shows: `${limit} every ${2 * LATENCY_MS} ms, if limit and latency are known: as fast as the interval`,
	work: { ...work, inFlight: limit, batchInterval: 2 * LATENCY_MS },
	mayFail: true,
	rounds: 1,
});

const THREE = { items: 60, limit: 3 };
const TEN = { items: 120, limit: 10 };
const FIFTY = { items: 50, limit: 5 };

export const limit: Scenario = {
	name: 'limit',
	title: 'A provider that limits concurrent requests',
	explanation: `Every request above the limit is rejected with 429 and no Retry-After; each takes ${LATENCY_MS} ms. The ideal is items ÷ limit × latency. Contenders that wait on purpose run once.`,
	columns: COLUMNS,
	cases: [
		limitCase('60 items, limit 3', THREE, { inFlight: 20 }, 'Concurrency 20', (work) => [
			retryOnFail(work, 'each try sends all items again, without a limit'),
			inBatches(work, THREE.limit),
		]),
		limitCase('120 items, limit 10', TEN, { inFlight: 40 }, 'Concurrency 40', (work) => [
			inBatches(work, TEN.limit),
		]),
		limitCase(
			'50 executions with one item each, limit 5',
			FIFTY,
			{ inFlight: 5, separateExecutions: true },
			'50 simultaneous executions in one n8n process, same account',
			(work) => [retryOnFail(work, 'each execution on its own')],
		),
	],
};

const RATE = { items: 200, limit: 20, latencyMs: 200 };
const EVERY = 20;

export const rate: Scenario = {
	name: 'rate',
	title: 'A provider that also limits the rate',
	explanation: `${RATE.items} items at Concurrency ${RATE.limit}, which is the limit; each takes ${RATE.latencyMs} ms. In the second case, every ${EVERY}th request is answered 429 RATE_LIMIT_EXCEEDED below the limit; as the provider documents, the body says when to retry (after ${RATE.latencyMs} ms).`,
	columns: COLUMNS,
	cases: [
		limitCase('no rejections', RATE, { inFlight: RATE.limit }, `Concurrency ${RATE.limit}`),
		limitCase(
			`every ${EVERY}th rejected`,
			{ ...RATE, settings: { refuseEvery: EVERY, limitExtra: true } },
			{ inFlight: RATE.limit },
			`Concurrency ${RATE.limit}`,
		),
	],
};
