import type { INodeExecutionData } from 'n8n-workflow';

import { locator, openChoice, text } from '../../shared/fields/kinds';
import { isRecord } from '../../shared/http/json';
import { jsonItem } from '../../shared/items/output';
import { voiceDescriptionField } from '../../shared/operation/commonFields';
import { voiceIdOf } from '../api';

/** The voice, from a searchable list or by its ID. */
export const voiceField = (description: string) =>
	locator({
		label: 'Voice',
		search: 'searchVoices',
		example: 'e0f39dc4-f691-4e78-bba5-5c636692cc04',
		description,
	});

export const GENDERS = (['Male', 'Female', 'Neutral', 'Unspecified'] as const).map((value) => ({
	name: value,
	value,
}));

/** What describes a cloned voice. */
export const traitFields = {
	accent: text({
		label: 'Accent',
		placeholder: 'e.g. British',
		description: 'Accent of the voice',
	}).sentIfSet('accent'),
	description: voiceDescriptionField,
	gender: openChoice({
		label: 'Gender',
		choices: GENDERS,
		default: 'Unspecified',
		description: 'Gender of the voice',
	}).sentIfSet('gender'),
	style: text({
		label: 'Style',
		placeholder: 'e.g. Calm, Narration',
		description: 'Styles of the voice, separated by commas',
	}).sentIfSet('style'),
};

/** A voice as output: as the provider describes it, its ID under the name that all outputs use. */
export function voiceItem(voice: unknown): INodeExecutionData {
	if (!isRecord(voice)) return jsonItem(voice);
	const voiceId = voiceIdOf(voice);
	return jsonItem({ ...(voiceId !== undefined && { voiceId }), ...voice });
}
