import type { BinaryHelperFunctions, IDataObject, INodeExecutionData } from 'n8n-workflow';

import { audioLink } from '../binary/audioLink';
import type { StoredAudio } from '../binary/storedAudio';
import { isRecord } from '../http/json';
import type { Call } from '../http/types';
import { countCharacters } from '../text/characters';

/** What was synthesized. */
export interface Synthesis {
	readonly voiceId?: string;
	readonly modelId?: string;
	readonly text?: string;
	/** The task that synthesized it, with its final status. */
	readonly task?: { readonly taskId: string; readonly status: string };
}

/** What created audio: an operation for an item, or a webhook. */
export interface AudioCall extends Pick<Call, 'connection' | 'usage'> {
	readonly context: { readonly helpers: BinaryHelperFunctions };
	readonly operation: string;
	readonly options: { readonly audioLink: boolean };
}

/**
 * The output item of an operation that creates audio: the file as binary data, and JSON that is useful without
 * it, since AI agents get no binary data. Characters are Unicode code points, which providers charge for, not
 * the UTF-16 units of `text.length`.
 */
export function audioItem(
	{ connection, context, operation, options, usage }: AudioCall,
	binaryProperty: string,
	{ binary, audio }: StoredAudio,
	{ voiceId, modelId, text, task }: Synthesis,
): INodeExecutionData & { json: IDataObject } {
	const { requests, retries, uncertainRepeats } = usage;
	const json: IDataObject = {
		provider: connection.provider.id,
		operation,
		...task,
		...(voiceId !== undefined && { voiceId }),
		...(modelId !== undefined && { modelId }),
		...(text !== undefined && { characters: countCharacters(text) }),
		requests,
		retries,
		...(uncertainRepeats > 0 && { uncertainRepeats }),
		audio: { ...audio },
		...(options.audioLink && linkOrReason(context, binary)),
	};
	return { json, binary: { [binaryProperty]: binary } };
}

/** The provider's response. Renames a field `error`, which would make n8n treat the item as failed. */
export function jsonItem(answer: unknown): INodeExecutionData {
	if (!isRecord(answer)) return { json: { answer: answer as IDataObject[string] } };
	const { error, ...json } = answer as IDataObject;
	return { json: error === undefined ? json : { ...json, failureReason: error } };
}

/** The audio is already paid for, so a missing link is explained instead of failing the item. */
function linkOrReason(context: AudioCall['context'], binary: StoredAudio['binary']): IDataObject {
	const link = audioLink(context, binary);
	if (link !== undefined) return { audioLink: link };
	return {
		audioLinkUnavailable:
			'n8n cannot link to binary data that it keeps in memory. Set N8N_DEFAULT_BINARY_DATA_MODE to filesystem, or to database in queue mode',
	};
}
