import { describe, expect, it } from '@jest/globals';

import { collection } from '../../../nodes/shared/fields/collection';
import { readFields, toWire } from '../../../nodes/shared/fields/field';
import { choice, flag, number, text, url } from '../../../nodes/shared/fields/kinds';

const name = text({ label: 'Name' });
const speed = number({ label: 'Speed', min: 0.7, max: 2, precision: 2, default: 1 });
const limit = number({ label: 'Limit', min: 1, precision: 0, default: 50 });
const enhance = flag({ label: 'Enhance', default: false });
const format = choice({
	label: 'Format',
	choices: [
		{ name: 'WAV', value: 'wav' },
		{ name: 'MP3', value: 'mp3' },
	],
	default: 'wav',
});
const avatar = url({ label: 'Avatar URL', example: 'https://example.com/avatar.png' });

describe('a field that is hidden', () => {
	const fields = {
		format,
		bitRate: limit.showIf({ format: ['mp3'] }),
		rate: limit.showIf({ format: ['mp3'] }).orDefault(),
		options: collection({
			label: 'Options',
			placeholder: 'Add option',
			fields: { callback: avatar.optional().showIf({ '/format': ['mp3'] }) },
		}),
	};
	const read = (given: Record<string, unknown>) => readFields(fields, (key) => given[key]);
	const invalid = { bitRate: 0, rate: 0, options: { callback: 'nowhere' } };

	it('is not read: it has its default, or no value', () => {
		expect(read({ format: 'wav', ...invalid })).toEqual({
			format: 'wav',
			bitRate: undefined,
			rate: 50,
			options: { callback: undefined },
		});
	});

	it('is checked once it is shown', () => {
		expect(() => read({ format: 'mp3', ...invalid })).toThrow('Limit must be');
		expect(() => read({ ...invalid, format: 'mp3', bitRate: null })).toThrow('Limit is empty');
		expect(() => read({ ...invalid, format: 'mp3', bitRate: 1, rate: 1 })).toThrow('Avatar URL must be');
	});
});

describe('fields', () => {
	const fields = {
		name: name.sentAs('title'),
		plain: text({ label: 'Plain' }),
		options: collection({
			label: 'Options',
			placeholder: 'Add option',
			fields: { speed: speed.optional().sentAs('speed_control'), enhance: enhance.optional() },
		}),
	};
	const read = (given: Record<string, unknown>) => readFields(fields, (key) => given[key]);

	it('are read by their keys, those of a collection too', () => {
		const values = read({ name: 'A', plain: 'B', options: { speed: '1.5' } });
		expect(values).toEqual({ name: 'A', plain: 'B', options: { speed: 1.5, enhance: undefined } });
	});

	it('are sent under their names on the wire, unless they have none or are not set', () => {
		const values = read({ name: 'A', plain: 'B', options: { enhance: true } });
		expect(toWire(fields, values)).toEqual({ title: 'A' });
		expect(toWire(fields.options.fields, values.options)).toEqual({});
		expect(toWire(fields.options.fields, { speed: 2 })).toEqual({ speed_control: 2 });
	});

	it('of a collection can be read in part', () => {
		const given = { speed: 'fast', enhance: true };
		expect(() => fields.options.parse(given)).toThrow('Speed must be');
		expect(fields.options.only('enhance').parse(given)).toEqual({ enhance: true });
	});

	it('that are read once in a run are not read for an item', () => {
		const value: unknown = speed.orDefault().perRun().parse('fast');
		expect(value).toBeUndefined();
		expect(speed.perRun().property('speed')).toEqual(speed.property('speed'));
	});

	it('refuse something else in place of a collection', () => {
		expect(() => read({ name: 'A', plain: 'B', options: 'fast' })).toThrow('Options must be an object');
	});

	it('appear in the editor as they were declared', () => {
		expect(fields.name.property('name')).toEqual({
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			required: true,
		});
		expect(
			speed
				.orDefault()
				.showIf({ format: ['mp3'] })
				.property('speed'),
		).toEqual({
			displayName: 'Speed',
			name: 'speed',
			type: 'number',
			typeOptions: { minValue: 0.7, maxValue: 2, numberPrecision: 2 },
			displayOptions: { show: { format: ['mp3'] } },
			default: 1,
		});
	});

	it('of a collection, and the choices of a field, are sorted by label', () => {
		const { options } = fields.options.property('options');
		expect(options?.map((option) => ('displayName' in option ? option.displayName : ''))).toEqual([
			'Enhance',
			'Speed',
		]);
		expect(format.property('format').options?.map((option) => option.name)).toEqual(['MP3', 'WAV']);
	});
});
