import { describe, expect, it } from '@jest/globals';

import { aiVoiceCloneFree } from '../../../nodes/AiVoiceCloneFree/provider';
import { asyncFlow } from '../../../nodes/AsyncFlow/provider';
import { faseeh } from '../../../nodes/Faseeh/provider';
import { growth, LINEAR } from '../../support/growth';

const PATTERNS = [asyncFlow, aiVoiceCloneFree, faseeh].flatMap(({ displayName, errors }) =>
	errors.flatMap(({ title, messagePattern: says }) =>
		says === undefined ? [] : [{ name: `${displayName}: ${title}`, says }],
	),
);

/** Each word of a pattern over and over, and what takes time with a careless one. */
function hostile(says: RegExp): string[] {
	const words = says.source.match(/[a-z]{3,}(?: [a-z]+)*/gi) ?? [];
	return [...words.map((word) => `${word} `), ...words, ' ', '\n', 'a', '_', 'model', 'model_id '];
}

describe('patterns for what providers say take time in proportion to it', () => {
	it('are all looked at', () => {
		expect(PATTERNS.length).toBeGreaterThan(10);
	});

	it.each(PATTERNS)('$name', ({ says }) => {
		for (const unit of hostile(says)) {
			const ratio = growth(
				(size) => unit.repeat(size / unit.length),
				40_000,
				(message) => {
					says.test(message);
				},
			);
			expect({ unit, isLinear: ratio < LINEAR }).toEqual({ unit, isLinear: true });
		}
	});
});

describe('the pattern for an unknown model of Faseeh', () => {
	const says = faseeh.errors.find(({ title }) => title === 'Model not found')?.messagePattern;

	it.each([
		'The model foo is not available',
		'model_id is required',
		'Unknown model: foo',
		'Bad request.\nInvalid\nmodel',
		'No such models here',
	])('matches: %s', (message) => {
		expect(says?.test(message)).toBe(true);
	});

	it.each([
		'The voice is not available for this model',
		'Remodel is required',
		'The text is missing',
		'model',
	])('does not match: %s', (message) => {
		expect(says?.test(message)).toBe(false);
	});
});
