import type { StoredAudio } from '../../../shared/binary/storeAudio';
import { collect, readStored } from '../../../shared/binary/stored';
import { settle } from '../../../shared/concurrency/settle';
import { asProviderError } from '../../../shared/http/createErrors';
import type { ProviderError } from '../../../shared/http/errors';
import { audioItem, jsonItem } from '../../../shared/items/output';
import { outputField } from '../../../shared/operation/commonFields';
import {
	LINK_OPTIONS,
	optionsCollection,
	repeatUncertainAlwaysOption,
} from '../../../shared/operation/options';
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
		optionsCollection([speedOption], LINK_OPTIONS, [repeatUncertainAlwaysOption]),
	],

	async execute(item) {
		// All of it is checked before the preview is paid for.
		const fields = readVoiceFields(item);
		const request = await readPreview(item);
		item.ledger.facts.modelId = request.modelId;
		const preview = await makePreview(item, request);
		const cloned = await settle(clonePreview(item, request, preview, fields));
		if (cloned.status === 'rejected') throw withPreviewNote(cloned.reason);
		const voice = cloned.value;
		const voiceId = String(voice.voice_id);
		item.ledger.keepId('voiceId', voiceId);
		const { binaryProperty, modelId, text } = request;
		const output = audioItem(item, binaryProperty, preview, { voiceId, modelId, text });
		return [{ ...output, json: { ...jsonItem(voice).json, ...output.json } }];
	},
};

async function clonePreview(
	item: ItemCall,
	{ sample, text }: PreviewRequest,
	{ binary, audio }: StoredAudio,
	fields: VoiceFields,
): Promise<Entry> {
	const bytes = await collect(readStored(item.context, binary));
	const preview = { file: new Blob([bytes], { type: audio.mimeType }), fileName: audio.fileName };
	return await cloneVoice(item, cloneForm(preview, sample, text, fields));
}

function withPreviewNote(reason: unknown): ProviderError {
	const error = asProviderError(reason, 'The preview could not be handed on to Clone');
	return error.noting(
		'The preview was made before, and was probably charged. If On Error is set to continue, it comes with the item, for Clone',
	);
}
