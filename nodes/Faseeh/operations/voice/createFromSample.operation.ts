import type { INodeExecutionData } from 'n8n-workflow';

import { ProviderError } from '../../../shared/http/errors';
import { unusableError } from '../../../shared/http/failures';
import { collect, readStored } from '../../../shared/items/binary';
import type { StoredAudio } from '../../../shared/items/storeAudio';
import { outputField } from '../../../shared/operation/fields';
import { LINK_OPTIONS, optionsCollection } from '../../../shared/operation/options';
import { audioItem, jsonItem } from '../../../shared/operation/output';
import type { ItemCall, Operation } from '../../../shared/operation/registry';
import type { Entry } from '../../api';
import { cloneVoice } from '../../api';
import { containerField, modelField, speedOption, stabilityField } from '../fields';
import type { VoiceFields } from './cloneFields';
import { additionalFields, cloneForm, nameField, readVoiceFields } from './cloneFields';
import type { PreviewRequest } from './previewFields';
import { makePreview, previewTextField, readPreview, sampleField, similarityField } from './previewFields';

export const createFromSample: Operation = {
	name: 'Create From Sample',
	action: 'Create voice from sample',
	description: 'Preview and clone in one step: make a voice of your own and hear it',
	properties: [
		sampleField,
		previewTextField,
		similarityField,
		stabilityField,
		nameField,
		modelField,
		containerField,
		outputField,
		additionalFields,
		optionsCollection([speedOption], LINK_OPTIONS),
	],

	async execute(call) {
		// All of it is checked before the preview is paid for.
		const fields = readVoiceFields(call);
		const request = await readPreview(call);
		const preview = await makePreview(call, request);
		const [outcome] = await Promise.allSettled([clonePreview(call, request, preview, fields)]);
		if (outcome.status === 'rejected') throw keepingPreview(call, request, preview, outcome.reason);
		const voice = outcome.value;
		const item = outputOf(call, request, preview, String(voice['voice_id']));
		return [{ ...item, json: { ...jsonItem(voice).json, ...item.json } }];
	},
};

async function clonePreview(
	call: ItemCall,
	{ sample, text }: PreviewRequest,
	{ binary, audio }: StoredAudio,
	fields: VoiceFields,
): Promise<Entry> {
	const bytes = await collect(readStored(call.context, binary));
	const preview = { file: new Blob([bytes], { type: audio.mimeType }), fileName: audio.fileName };
	return await cloneVoice(call, cloneForm(preview, sample, text, fields));
}

function outputOf(
	call: ItemCall,
	{ binaryProperty, modelId, text }: PreviewRequest,
	preview: StoredAudio,
	voiceId?: string,
): INodeExecutionData {
	const spoken = { modelId, text, ...(voiceId !== undefined && { voiceId }) };
	return audioItem(call, 'createFromSample', binaryProperty, preview, spoken);
}

/** The voice was not made, but the preview was: the error takes it along. */
function keepingPreview(
	call: ItemCall,
	request: PreviewRequest,
	preview: StoredAudio,
	reason: unknown,
): unknown {
	const error = reason instanceof ProviderError ? reason : afterwards(reason);
	const { binary } = outputOf(call, request, preview);
	// Wanted or not: where the workflow stops, it is the only way to what was paid for.
	const link =
		preview.binary.id === undefined ? undefined : call.context.helpers.createBinarySignedUrl(preview.binary);
	error.binary = binary;
	error.details = { modelId: request.modelId, ...(link !== undefined && { audioLink: link }) };
	const where = link === undefined ? '' : `. It can be fetched for a day at ${link}`;
	error.note = `The preview had been made by then, and was probably charged; with On Error set to continue it comes with the item, for Clone${where}`;
	return error;
}

/** Something of n8n's own, such as a file that is gone. */
function afterwards(reason: unknown): ProviderError {
	const message = reason instanceof Error ? reason.message : String(reason);
	return unusableError('The preview could not be handed on to Clone', 'See what went wrong below', message);
}
