import { afterAll, beforeAll } from '@jest/globals';

import { operations } from '../../../nodes/AiVoiceCloneFree/operations';
import { cloneRun, sampleItem, textOf } from '../../support/aiVoiceCloneFree';
import { N8nCore } from '../../support/n8nCore';
import { walkParameters } from '../../support/parameterWalk';
import type { Playground } from '../../support/playground';
import { startPlayground } from '../../support/playground';

const LONG_TEXT = textOf(1500);

let core: N8nCore;
let playground: Playground;

beforeAll(async () => {
	[core, playground] = await Promise.all([N8nCore.load(), startPlayground()]);
});
afterAll(async () => {
	await playground.close();
});

walkParameters({
	registry: operations,
	local: {
		'options.repeatUncertain': 'decides about requests that fail',
		binaryPropertyName: 'names the field of the input item',
		binaryPropertyOutput: 'names the field of the output item',
		pollInterval: 'how long to wait between two requests',
		maxWait: 'how long to go on asking',
		'options.concurrency': 'how many requests are under way at once',
		'options.createAudioLink': 'adds a link to the output item',
		'options.fileName': 'names the file of the output item',
		'options.maxRetries': 'how often a request is sent',
		'options.maxWait': 'how long to go on asking',
		'options.pollInterval': 'how long to wait between two requests',
		'options.timeout': 'how long an answer is waited for',
	},
	defaultsSent: ['options.longText'],
	along: {
		'options.longText': { text: LONG_TEXT },
		'options.maxCharactersPerRequest': { text: LONG_TEXT },
	},
	values: {
		text: [textOf(1001)],
		// Nothing is sent for "reject", which is the point of it.
		'options.longText': ['task', 'split', 'reject'],
		'options.callbackUrl': ['https://example.com/one', 'https://example.com/two'],
		'options.maxCharactersPerRequest': [100, 900],
		waitMode: ['callback'],
	},
	account: async () => await playground.account({ taskMs: 0 }),
	needs: async (_, operation) =>
		await Promise.resolve({
			text: operation === 'clone' ? 'Hello.' : textOf(1000),
			taskId: 'a-task',
			options: { longText: operation === 'clone' ? 'split' : 'task', pollInterval: 1 },
		}),
	run: async (account, parameters) =>
		await core.run({ ...cloneRun(playground, account, parameters), items: [await sampleItem(core)] }),
	allowed: (operation) => [200, 202, ...(operation.startsWith('get') ? [404] : [])],
	// How often the state of a task is asked, and its ID, differ from run to run.
	wire: (requests) =>
		JSON.stringify(
			requests
				.filter(
					({ method, path }) => method === 'POST' || path.includes('a-task') || path.includes('Something'),
				)
				.map(({ path, body }) => [path, JSON.stringify(body).replace(/signature=[^"]*/, '')]),
		),
});
