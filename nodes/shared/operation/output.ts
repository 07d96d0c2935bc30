import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { isRecord } from '../http/json';
import type { StoredAudio } from '../items/storeAudio';
import { countCharacters } from '../text/split';
import { wantsAudioLink } from './options';
import { Parameters } from './parameters';
import type { ItemCall, WebhookCall } from './registry';

/** What was spoken, and how. */
export interface Spoken {
	readonly voiceId?: string;
	readonly modelId?: string;
	readonly text?: string;
	/** The task that made it, and how that ended. */
	readonly task?: { readonly taskId: string; readonly status: string };
}

/**
 * The output item of an operation that makes audio: the file as binary, and JSON that stands on its own,
 * since an AI agent gets no binary. Characters are Unicode code points, which is what is spoken and
 * billed, not the UTF-16 units of `text.length`.
 */
export function audioItem(
	call: ItemCall | WebhookCall,
	operation: string,
	binaryProperty: string,
	{ binary, audio }: StoredAudio,
	{ voiceId, modelId, text, task }: Spoken,
): INodeExecutionData & { json: IDataObject } {
	const json: IDataObject = {
		provider: call.connection.provider.id,
		operation,
		...task,
		...(voiceId !== undefined && { voiceId }),
		...(modelId !== undefined && { modelId }),
		...(text !== undefined && { characters: countCharacters(text) }),
		requests: call.usage.requests,
		retries: call.usage.retries,
		audio: { ...audio },
		...audioLink(call, binary),
	};
	return { json, binary: { [binaryProperty]: binary } };
}

/** The provider's answer as it is. A field called `error` would make n8n take the item for failed. */
export function jsonItem(answer: unknown): INodeExecutionData {
	if (!isRecord(answer)) return { json: { answer: answer as IDataObject[string] } };
	const { error, ...json } = answer as IDataObject;
	return { json: error === undefined ? json : { ...json, failureReason: error } };
}

/** A signed link when it is asked for; the audio is paid for by now, so where none can be made it says why. */
function audioLink(call: ItemCall | WebhookCall, binary: StoredAudio['binary']): IDataObject {
	if (!wantsAudioLink(new Parameters(call))) return {};
	if (binary.id !== undefined) return { audioLink: call.context.helpers.createBinarySignedUrl(binary) };
	return {
		audioLinkUnavailable:
			'n8n keeps binary data in memory here and cannot link to it. Set N8N_DEFAULT_BINARY_DATA_MODE to filesystem',
	};
}
