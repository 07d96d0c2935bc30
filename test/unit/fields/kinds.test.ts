import { describe, expect, it } from '@jest/globals';

import {
	choice,
	choices,
	flag,
	list,
	locator,
	number,
	openChoice,
	text,
	url,
} from '../../../nodes/shared/fields/kinds';

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
const language = openChoice({
	label: 'Language',
	choices: [{ name: 'English', value: 'en' }],
	default: 'en',
});
const events = choices({
	label: 'Events',
	choices: [
		{ name: 'Done', value: 'done' },
		{ name: 'Failed', value: 'failed' },
	],
	default: ['done'],
});
const languages = list({ label: 'Languages' });
const avatar = url({ label: 'Avatar URL', example: 'https://example.com/avatar.png' });
const voice = locator({ label: 'Voice', search: 'searchVoices', example: 'abc' });

describe('a field accepts', () => {
	it.each([
		['text unchanged', name, '  two  words ', '  two  words '],
		['a number as text', name, 42, '42'],
		['a number', speed, 1.5, 1.5],
		['a number that an expression returns as text', speed, '1.5', 1.5],
		['the least number', limit, 1, 1],
		['true', enhance, true, true],
		['true as text', enhance, 'true', true],
		['false as text', enhance, 'false', false],
		['a value that it offers', format, 'mp3', 'mp3'],
		['a value that only the provider knows', language, 'xx', 'xx'],
		['no value of several, which the editor marks', events, [], []],
		['several values', events, ['failed', 'done'], ['failed', 'done']],
		['texts with commas between them', languages, 'ar, en،fr,', ['ar', 'en', 'fr']],
		['a list of texts', languages, ['ar', 'en'], ['ar', 'en']],
		['a URL, without spaces around it', avatar, ' https://example.com/a.png ', 'https://example.com/a.png'],
		['an ID, without spaces around it', voice, ' abc ', 'abc'],
	])('%s', (_, field, given, value) => {
		expect(field.parse(given)).toEqual(value);
	});
});

describe('a field refuses, by its label,', () => {
	it.each([
		['empty text', name, '', 'Name is empty'],
		['spaces', name, ' \n ', 'Name is empty'],
		['nothing', name, null, 'Name is empty'],
		['an array as text', name, ['en'], 'Name must be a string'],
		['an object as text', name, { a: 1 }, 'Name must be a string'],
		['a boolean as text', name, true, 'Name must be a string'],
		['NaN as text', name, NaN, 'Name must be a string'],
		['an array as a choice of any text', language, ['en'], 'Language must be a string'],
		['too small a number', speed, 0.6, 'Speed must be a number from 0.7 to 2'],
		['too large a number', speed, '2.1', 'Speed must be a number from 0.7 to 2'],
		['NaN', speed, NaN, 'Speed must be a number from 0.7 to 2'],
		['an empty number', speed, ' ', 'Speed is empty'],
		['an array as a number', speed, [1], 'Speed must be a number from 0.7 to 2'],
		['a fraction where only whole numbers are', limit, 1.5, 'Limit must be a whole number from 1'],
		['a boolean as a number', limit, true, 'Limit must be a whole number from 1'],
		['text as a boolean', enhance, 'yes', 'Enhance must be true or false'],
		['a value that it does not offer', format, 'ogg', 'Format must be one of wav, mp3'],
		['an array with one of its values', format, ['wav'], 'Format must be one of wav, mp3'],
		[
			'a value of several that it does not offer',
			events,
			['done', 'late'],
			'Events must be one of done, failed',
		],
		[
			'objects in a list',
			languages,
			[{ code: 'ar' }],
			'Languages must be a comma-separated string or an array of strings',
		],
		['a list of nothing', languages, [' ', ''], 'Languages is empty'],
		['a relative URL', avatar, '/a.png', 'Avatar URL must be an absolute URL'],
		['another kind of URL', avatar, 'ftp://example.com/a.png', 'Avatar URL must be an absolute URL'],
		['no ID', voice, '', 'No voice selected'],
		['an object as an ID', voice, { id: 'abc' }, 'Voice must be a string'],
	])('%s', (_, field, given, title) => {
		expect(() => field.parse(given)).toThrow(title);
	});

	it.each([
		['an object', { text: 'x'.repeat(100_000) }, 'It was an object.'],
		['a long text', 'x'.repeat(100_000), `It was "${'x'.repeat(100)}".`],
		['a BigInt', 10n, 'It was 10.'],
		['NaN', NaN, 'It was NaN.'],
	])('%s, and quotes no more than a line', (_, given, quote) => {
		const nextStep = `${quote} Correct the value, or the expression that returns it`;
		expect(() => limit.parse(given)).toThrow(expect.objectContaining({ nextStep }));
	});
});

describe('an empty field', () => {
	it.each([null, undefined, '', '  '])('is undefined if it is optional: %j', (given) => {
		expect(name.optional().parse(given)).toBeUndefined();
	});

	it.each([null, undefined, ''])('has its default if it has one: %j', (given) => {
		expect(speed.orDefault().parse(given)).toBe(1);
		expect(events.orDefault().parse(given)).toEqual(['done']);
	});

	it('of a list is one without entries', () => {
		expect(languages.optional().parse([' ', ''])).toBeUndefined();
		expect(languages.optional().parse(null)).toBeUndefined();
	});

	it('is still checked once it is set', () => {
		expect(() => name.optional().parse([])).toThrow('Name must be a string');
		expect(() => speed.orDefault().parse(3)).toThrow('Speed must be');
	});
});

describe('a choice', () => {
	it('knows what a value of another operation means', () => {
		const repeat = choice({
			label: 'Repeat',
			choices: [
				{ name: 'Always', value: 'always' },
				{ name: 'Never', value: 'never' },
			],
			synonyms: { parts: 'never' },
			default: 'never',
		});
		expect(repeat.parse('parts')).toBe('never');
		expect(() => repeat.parse('constructor')).toThrow('Repeat must be one of always, never');
	});
});
