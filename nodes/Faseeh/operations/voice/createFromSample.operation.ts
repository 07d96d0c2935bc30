import { collect, readStored } from '../../../shared/binary/stored';
import type { StoredAudio } from '../../../shared/binary/storedAudio';
import { settle } from '../../../shared/concurrency/settle';
import { asProviderError } from '../../../shared/http/createErrors';
import type { ProviderError } from '../../../shared/http/errors';
import type { FormFile } from '../../../shared/http/form';
import { audioItem, jsonItem } from '../../../shared/items/output';
import { optionsField } from '../../../shared/operation/options';
import type { ItemCall } from '../../../shared/operation/registry';
import { defineOperation } from '../../../shared/operation/registry';
import { cloneVoice } from '../../api';
import {
	makePreview,
	previewFields,
	previewOptions,
	previewOutputFields,
	readPreviewSample,
} from './previewFields';
import { voiceFields, voiceOf } from './voiceFields';

const { additionalFields, ...requiredFields } = voiceFields;

export const createFromSample = defineOperation({
	name: 'Create From Sample',
	action: 'Create voice from sample',
	description: 'Preview and clone a voice in one step',
	fields: {
		...previewFields,
		...requiredFields,
		...previewOutputFields,
		additionalFields,
		options: optionsField(previewOptions),
	},

	async execute(item, values) {
		const { text, modelId, binaryPropertyOutput } = values;
		const sample = await readPreviewSample(item, values);
		item.ledger.facts.modelId = modelId;
		const stored = await makePreview(item, values, sample);
		const cloned = await settle(
			fileOf(item, stored).then(
				async (preview) => await cloneVoice(item, { preview, sample, text, ...voiceOf(values) }),
			),
		);
		if (cloned.status === 'rejected') throw withPreviewNote(cloned.reason);
		const voice = cloned.value;
		const voiceId = String(voice.voice_id);
		item.ledger.keepId('voiceId', voiceId);
		const output = audioItem(item, binaryPropertyOutput, stored, { voiceId, modelId, text });
		return [{ ...output, json: { ...jsonItem(voice).json, ...output.json } }];
	},
});

async function fileOf({ context }: ItemCall, { binary, audio }: StoredAudio): Promise<FormFile> {
	const bytes = await collect(readStored(context, binary));
	return { file: new Blob([bytes], { type: audio.mimeType }), fileName: audio.fileName };
}

function withPreviewNote(reason: unknown): ProviderError {
	const error = asProviderError(reason, 'The preview could not be passed to Clone');
	return error.noting(
		'The preview was created and probably charged. If On Error is set to continue, the item includes it, so that you can pass it to Clone',
	);
}
