import * as columns from '../report/columns.ts';
import type { Scenario } from '../scenario.ts';
import { shortTexts, SMALL_MP3 } from './texts.ts';

const LATENCY_MS = 150;
const AT_ONCE = 3;
const ITEMS = 60;
const IDEAL_SECONDS = ((ITEMS / AT_ONCE) * LATENCY_MS) / 1000;
/** Twice the latency: a request that takes longer than the interval makes the whole node fail. */
const BATCH_INTERVAL_MS = 2 * LATENCY_MS;
const ROUNDS = 3;
/** The most that n8n allows. */
const RETRY_ON_FAIL = { maxTries: 5, waitMs: 5000 };

const work = { texts: shortTexts(ITEMS), format: SMALL_MP3, atOnce: 20 };

export const limit: Scenario = {
	name: 'limit',
	title: 'A provider that takes three at a time',
	explanation: `${ITEMS} items; every request above ${AT_ONCE} at once is refused with 429; each takes ${LATENCY_MS} ms. What waits on purpose is run once.`,
	columns: [
		columns.idealRatio(IDEAL_SECONDS),
		columns.chargeRatio,
		columns.done,
		columns.requests,
		columns.refused,
		columns.charged,
		columns.chargedAgain,
	],
	cases: [
		{
			title: '',
			rounds: ROUNDS,
			provider: { settings: { latencyMs: LATENCY_MS, maxConcurrent: AT_ONCE } },
			warmUp: { settings: {} },
			contenders: [
				{
					name: 'our node',
					candidate: 'ours',
					shows: `Concurrency ${work.atOnce}: it finds the limit by itself`,
					work,
				},
				{
					name: 'HTTP Request, Retry On Fail',
					candidate: 'httpRequest',
					shows: `${RETRY_ON_FAIL.maxTries} tries, ${RETRY_ON_FAIL.waitMs / 1000} s between: each try sends all items anew, at once`,
					work: { ...work, retryOnFail: RETRY_ON_FAIL },
					mayFail: true,
					rounds: 1,
				},
				{
					name: 'HTTP Request, in batches',
					candidate: 'httpRequest',
					shows: `${AT_ONCE} every ${BATCH_INTERVAL_MS} ms, for whoever knows limit and latency: at the pace of the interval`,
					work: { ...work, atOnce: AT_ONCE, batchInterval: BATCH_INTERVAL_MS },
					mayFail: true,
					rounds: 1,
				},
				{
					name: 'undici',
					candidate: 'undici',
					shows: `told to send ${AT_ONCE} at once`,
					work: { ...work, atOnce: AT_ONCE },
				},
			],
		},
	],
};
