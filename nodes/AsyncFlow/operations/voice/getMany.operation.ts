import type { INodeExecutionData } from 'n8n-workflow';

import { collection } from '../../../shared/fields/collection';
import { toWire } from '../../../shared/fields/field';
import { flag, openChoice, text } from '../../../shared/fields/kinds';
import { limitFields, limitOf } from '../../../shared/operation/commonFields';
import { optionsField } from '../../../shared/operation/options';
import { defineOperation } from '../../../shared/operation/registry';
import { eachVoice } from '../../api';
import { LANGUAGES, MODELS } from '../../models';
import { GENDERS, voiceItem } from '../fields';

const filters = collection({
	label: 'Filters',
	placeholder: 'Add filter',
	fields: {
		accent: text({
			label: 'Accent',
			placeholder: 'e.g. British',
			description: 'Return only voices with this accent',
		}).sentIfSet('accent'),
		gender: openChoice({
			label: 'Gender',
			choices: GENDERS,
			default: 'Female',
			description: 'Return only voices of this gender',
		}).sentIfSet('gender'),
		language: openChoice({
			label: 'Language',
			choices: LANGUAGES,
			default: 'en',
			description: 'Return only voices that speak this language',
		}).sentIfSet('language'),
		modelId: openChoice({
			label: 'Model',
			choices: MODELS.map(({ id, name }) => ({ name, value: id })),
			default: 'asyncflow_v2.0',
			description: 'Return only voices that support this model',
		}).sentIfSet('model_id'),
		myVoicesOnly: flag({
			label: 'My Voices Only',
			default: true,
			description: "Whether to leave out the provider's voices",
		}).sentIfSet('my_voice'),
		style: text({
			label: 'Style',
			placeholder: 'e.g. Calm',
			description: 'Return only voices of this style',
		}).sentIfSet('style'),
	},
});

export const getMany = defineOperation({
	name: 'Get Many',
	action: 'Get many voices',
	description: "List the provider's voices and your own",
	fields: { ...limitFields, filters, options: optionsField({}) },

	async execute(item, values) {
		const voices = eachVoice(item, toWire(filters.fields, values.filters), limitOf(values));
		const items: INodeExecutionData[] = [];
		for await (const voice of voices) items.push(voiceItem(voice));
		return items;
	},
});
