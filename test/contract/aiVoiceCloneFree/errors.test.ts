import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

import { cloneRun, sampleItem, textOf } from '../../support/aiVoiceCloneFree';
import { N8nCore, shown } from '../../support/n8nCore';
import type { Playground } from '../../support/playground';
import { startPlayground } from '../../support/playground';

/** The request behind each operation of the node; Create and Wait is the three of tasks. */
const REQUESTS = [
	['speech', 'clone', 'syncClone', 'Hello from here.'],
	['task', 'create', 'createCloneTask', textOf(1200)],
	['task', 'getStatus', 'getCloneTaskStatus', ''],
	['task', 'getResult', 'getCloneTaskResult', ''],
] as const;

type Told = [provider: string, title: RegExp, next: RegExp];

const KEY: Told = ['Invalid or missing API key', /API key was rejected/, /^Check the API key/];

/** The provider's words, and what the user is told. */
const BOTH: Readonly<Record<string, Told>> = {
	'400': [
		'Invalid audio file format. Supported formats: WAV, MP3, M4A',
		/rejected the sample/,
		/^Use 5 to 30 seconds .* as WAV, MP3 or M4A/,
	],
	'401': KEY,
	'403': [
		'Professional or Unlimited subscription required',
		/plan does not include the API/,
		/^Subscribe to the Professional or Unlimited plan/,
	],
	'413': ['Audio file too large. Maximum size: 4.5MB', /sample is too large/, /at most 4\.5 MB/],
	'500': [
		'Internal server error. Please try again later',
		/failed to process the request/,
		/^Try again later\. The request may have been charged/,
	],
};

const TOLD: Readonly<Record<string, Readonly<Record<string, Told>>>> = {
	syncClone: {
		...BOTH,
		'422': [
			'Text too long for synchronous processing. Use async endpoint for texts over 1000 characters',
			/text is too long for one request/,
			/^Set Long Text in the options/,
		],
		'429': [
			'Rate limit exceeded. Please try again later',
			/rate limit reached/,
			/^Lower Concurrency in the options/,
		],
	},
	createCloneTask: {
		...BOTH,
		'422': [
			'Text too short for async processing. Use sync endpoint for texts under 1000 characters',
			/text is too short for a task/,
			/use the Clone operation of the Speech resource/,
		],
		'429': [
			'Too many active tasks. Please wait for current tasks to complete',
			/Active-task limit reached/,
			/^Wait for tasks to complete/,
		],
	},
	getCloneTaskStatus: {
		'401': KEY,
		'404': ['Task not found', /Task not found/, /^Check the task ID/],
	},
	getCloneTaskResult: {
		'401': KEY,
		'404': ['Task not found', /Task not found/, /^Check the task ID/],
		'410': ['Task result has expired', /has expired/, /^Create the task again/],
	},
};

/** The error statuses that the contract lists for a request. */
function documentedStatuses(operationId: string): string[] {
	const file = path.resolve(__dirname, '../../../playground/contracts/aivoiceclonefree.openapi.yaml');
	const { paths } = parse(readFileSync(file, 'utf8')) as {
		paths: Record<string, Record<string, { operationId?: string; responses?: object }>>;
	};
	const operation = Object.values(paths)
		.flatMap((item) => Object.values(item))
		.find((candidate) => candidate.operationId === operationId);
	return Object.keys(operation?.responses ?? {}).filter((status) => Number(status) >= 400);
}

const CASES = REQUESTS.flatMap(([resource, operation, operationId, text]) =>
	documentedStatuses(operationId).map((status) => ({ resource, operation, operationId, text, status })),
);

let core: N8nCore;
let playground: Playground;

beforeAll(async () => {
	[core, playground] = await Promise.all([N8nCore.load(), startPlayground()]);
});
afterAll(async () => {
	await playground.close();
});

describe('every error that the provider documents', () => {
	it.each(CASES)(
		'$resource $operation: $status says what happened and what to do',
		async ({ resource, operation, operationId, text, status }) => {
			const [message, title, next] = TOLD[operationId]?.[status] ?? ['', /^nothing/, /^nothing/];
			const account = await playground.account();
			await account.fault({
				kind: 'status',
				status: Number(status),
				message,
				operation: operationId,
				times: 9,
			});
			const parameters = { resource, operation, text, taskId: 'a-task', options: { maxRetries: 0 } };
			const result = await core.run({
				...cloneRun(playground, account, parameters),
				items: [await sampleItem(core)],
			});
			expect(shown(result).title).toMatch(title);
			expect(shown(result).description).toMatch(next);
			expect(shown(result).description).toContain(`HTTP ${status}`);
			if (status !== '404') expect(shown(result).description).toContain(message);
			expect(await account.requests()).toHaveLength(operation === 'getResult' && status === '404' ? 2 : 1);
		},
	);

	it('is one of many', () => {
		expect(CASES).toHaveLength(19);
	});
});
