import { afterAll, beforeAll } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';

import { operations } from '../../../nodes/AsyncFlow/operations';
import { asyncFlowRun, voice } from '../../support/asyncFlow';
import { makeAudio } from '../../support/audio';
import { N8nCore } from '../../support/n8nCore';
import { walkParameters } from '../../support/parameterWalk';
import type { PlaygroundAccount, Playground } from '../../support/playground';
import { startPlayground } from '../../support/playground';

const LONG_TEXT = 'This text is longer than one request may be. '.repeat(60);
const SAMPLE = makeAudio(6, ['-c:a', 'pcm_s16le', '-ar', '16000', '-f', 'wav']);

const CLONE: INodeParameters = {
	binaryPropertyName: 'data',
	name: 'Narrator',
	language: 'en',
	enhance: false,
};

let core: N8nCore;
let playground: Playground;

beforeAll(async () => {
	[core, playground] = await Promise.all([N8nCore.load(), startPlayground()]);
});
afterAll(async () => {
	await playground.close();
});

async function run(account: PlaygroundAccount, parameters: INodeParameters) {
	const binary = { data: await core.storeBinary(SAMPLE, 'sample.wav', 'audio/wav') };
	return await core.run({ ...asyncFlowRun(playground, account, parameters), items: [{ json: {}, binary }] });
}

/** A voice of the account's own, where only such a voice will do. */
async function ownVoice(account: PlaygroundAccount): Promise<INodeParameters> {
	const { items } = await run(account, { resource: 'voice', operation: 'clone', ...CLONE, options: {} });
	return voice(items[0]?.json.id as string);
}

async function needs(account: PlaygroundAccount, operation: string): Promise<INodeParameters> {
	switch (operation) {
		case 'clone':
			return CLONE;
		case 'getMany':
			return { returnAll: false, limit: 50, filters: {} };
		case 'update':
			return { ...(await ownVoice(account)), updateFields: { style: 'Calm' } };
		case 'delete':
			return await ownVoice(account);
		default:
			return {};
	}
}

walkParameters({
	registry: operations,
	local: {
		'options.repeatUncertain': 'decides about requests that fail',
		binaryPropertyName: 'names the field of the input item',
		binaryPropertyOutput: 'names the field of the output item',
		subtitles: 'made of the word times, which come in any case',
		'options.concurrency': 'how many requests are under way at once',
		'options.createAudioLink': 'adds a link to the output item',
		'options.fileName': 'names the file of the output item',
		'options.maxRetries': 'how often a request is sent',
		'options.timeout': 'how long an answer is waited for',
	},
	defaultsSent: ['language', 'enhance', 'returnAll', 'options.splitLongText'],
	along: {
		'options.speed': { modelId: 'async_flash_v1.0' },
		'options.stability': { modelId: 'async_flash_v1.0' },
		'options.language': { modelId: 'async_flash_v1.0' },
		'options.splitLongText': { text: LONG_TEXT },
		'options.maxCharactersPerRequest': { text: LONG_TEXT },
	},
	account: async () => await playground.account({ cloneApi: 'later' }),
	needs,
	run,
	// Another voice than the usual one may be unknown.
	allowed: (operation, field) => [
		operation === 'synthesizeWebSocket' ? 101 : 200,
		204,
		...(field === 'voiceId' ? [404] : []),
	],
	wire: (requests, operation, field) =>
		JSON.stringify(
			requests.map(({ path, body, socket }) => [
				// The path of a voice made for this test is always another.
				['update', 'delete'].includes(operation) && field !== 'voiceId' ? '' : path,
				body,
				socket?.received.map((message) => ({ ...(message as object), context_id: '' })),
			]),
		),
});
