import type { INodeParameters } from 'n8n-workflow';

import type { NodeRun } from './n8nCore';
import type { Playground, PlaygroundAccount } from './playground';

/** The voice of the provider's own examples; the playground has it too. */
export const VOICE_ID = 'e0f39dc4-f691-4e78-bba5-5c636692cc04';

/** Parameters of `speech: synthesize` as the editor would store them, with changes. */
function speech(changes: INodeParameters = {}): INodeParameters {
	return {
		resource: 'speech',
		operation: 'synthesize',
		text: 'Hello from the workflow.',
		voiceId: { __rl: true, mode: 'id', value: VOICE_ID },
		modelId: 'asyncflow_v2.0',
		container: 'mp3',
		encoding: 'pcm_s16le',
		sampleRate: 44_100,
		bitRate: 192_000,
		binaryPropertyOutput: 'data',
		options: {},
		...changes,
	};
}

/** Parameters of any other operation, as the editor would store them. */
export function operation(resource: string, name: string, parameters: INodeParameters = {}): INodeParameters {
	return { resource, operation: name, options: {}, ...parameters };
}

/** A voice chosen by its ID. */
export const voice = (id: string): INodeParameters => ({ voiceId: { __rl: true, mode: 'id', value: id } });

/** What a run of the node needs, for an account of the playground. */
export function asyncFlowRun(
	playground: Playground,
	account: Pick<PlaygroundAccount, 'apiKey'>,
	changes: INodeParameters = {},
): NodeRun {
	return {
		node: 'asyncFlow',
		parameters: speech(changes),
		credential: { apiKey: account.apiKey, baseUrl: playground.baseUrl('asyncflow') },
	};
}
