import type { INodeExecutionData } from 'n8n-workflow';

import type { StoredAudio } from '../items/storeAudio';
import type { ItemCall } from './registry';

/** What was spoken, and how. */
export interface Spoken {
	readonly voiceId: string;
	readonly modelId: string;
	readonly text: string;
}

/**
 * The output item of an operation that makes audio: the file as binary, and JSON that stands on its own,
 * since an AI agent gets no binary. Characters are Unicode code points, which is what is spoken and
 * billed, not the UTF-16 units of `text.length`.
 */
export function audioItem(
	call: ItemCall,
	operation: string,
	binaryProperty: string,
	{ binary, audio }: StoredAudio,
	{ voiceId, modelId, text }: Spoken,
): INodeExecutionData {
	return {
		json: {
			provider: call.connection.provider.id,
			operation,
			voiceId,
			modelId,
			characters: Array.from(text).length,
			requests: call.usage.requests,
			retries: call.usage.retries,
			audio: { ...audio },
		},
		binary: { [binaryProperty]: binary },
	};
}
