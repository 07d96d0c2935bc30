import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IBinaryKeyData, INodeParameters } from 'n8n-workflow';

import { operations } from '../../../nodes/Faseeh/operations';
import { byId, faseehRun, hum, TEXT } from '../../support/faseeh';
import { N8nCore } from '../../support/n8nCore';
import { walkParameters } from '../../support/parameterWalk';
import type { FormNotes, Playground, PlaygroundAccount } from '../../support/playground';
import { startPlayground } from '../../support/playground';

const LONG_TEXT = 'غادرت السفينة الميناء عند الفجر ولم يتكلم أحد. '.repeat(60);

let core: N8nCore;
let playground: Playground;
let binary: IBinaryKeyData;

beforeAll(async () => {
	[core, playground] = await Promise.all([N8nCore.load(), startPlayground()]);
	const store = async (hertz: number) => await core.storeBinary(hum(hertz), 'sample.wav', 'audio/wav');
	binary = { data: await store(120), preview: await store(150), other: await store(180) };
});
afterAll(async () => {
	await playground.close();
});

const run = async (account: PlaygroundAccount, parameters: INodeParameters) =>
	await core.run({ ...faseehRun(playground, account, parameters), items: [{ json: {}, binary }] });

const lists = 'lists come whole and are cut here';
const fileName = 'names the file of the output item; of Create From Sample also that of the preview sent on';
const container = 'what to make of the samples that come; Create From Sample sends it on';

walkParameters({
	registry: operations,
	local: {
		'options.repeatUncertain': 'decides about requests that fail',
		binaryPropertyOutput: 'names the field of the output item',
		limit: lists,
		returnAll: lists,
		'options.concurrency': 'how many requests are under way at once',
		'options.createAudioLink': 'adds a link to the output item',
		'options.maxRetries': 'how often a request is sent',
		'options.timeout': 'how long an answer is waited for',
		'preview container': container,
		'preview options.fileName': fileName,
		'synthesize options.fileName': fileName,
		'synthesizeStream container': container,
		'synthesizeStream options.fileName': fileName,
	},
	defaultsSent: ['options.splitLongText'],
	along: {
		'options.splitLongText': { text: LONG_TEXT },
		'options.maxCharactersPerRequest': { text: LONG_TEXT },
	},
	values: {
		text: [`${TEXT} ${TEXT}`],
		voiceId: [byId('ar-hijazi-female-2')],
		modelId: [byId('faseeh-v1-preview')],
		binaryPropertyName: ['other'],
		voiceBinaryPropertyName: ['other'],
		referenceBinaryPropertyName: ['other'],
		'additionalFields.avatarUrl': ['https://example.com/avatar.png'],
		'additionalFields.dialects': ['najdi', '={{ ["najdi", "hijazi"] }}'],
		'additionalFields.gender': ['female', 'male'],
		'additionalFields.languages': ['ar', '={{ ["ar", "en"] }}'],
	},
	account: async () => await playground.account(),
	needs: async () => await Promise.resolve({}),
	run,
	allowed: () => [200],
	// Parts of a text are sent side by side.
	wire: (requests) => JSON.stringify(requests.map(({ path, body }) => JSON.stringify([path, body])).sort()),
});

describe('a form', () => {
	it('has no field that the contract does not know', async () => {
		const account = await playground.account();
		const additionalFields = {
			...{ age: 'middle', avatarUrl: 'https://example.com/a.png', description: 'Calm' },
			...{ dialects: 'najdi', gender: 'male', languages: 'ar' },
		};
		await run(account, {
			resource: 'voice',
			operation: 'createFromSample',
			additionalFields,
			options: { speed: 1.1 },
		});
		const names = (await account.requests()).map(({ body }) => {
			const { fields, files } = body as FormNotes;
			return [...Object.keys(fields), ...files.map(({ field }) => field)].sort();
		});
		expect(names).toEqual([
			['file', 'model_id', 'similarity', 'speed', 'text'],
			[
				...['age', 'avatar_url', 'description', 'dialects', 'gender', 'languages', 'model', 'name'],
				...['reference_audio_file', 'stability', 'text', 'voice_file'],
			],
		]);
	});
});
