import { joinAsWav } from '../../shared/audio/joinAsWav';
import type { Join } from '../../shared/binary/joinStored';
import { choice, locator, number } from '../../shared/fields/kinds';

/** The only default that the documentation names is that of its page "WebSocket". */
export const modelField = locator({
	label: 'Model',
	search: 'searchModels',
	example: 'faseeh-v1-preview',
	default: 'faseeh-mini-v1-preview',
	description: 'Model used for synthesis. The list shows the price per 1,000 characters.',
});

/** Required by the provider, which documents no default; its own clients use 0.5. */
export const stabilityField = number({
	label: 'Stability',
	min: 0,
	max: 1,
	precision: 2,
	default: 0.5,
	description: 'Voice consistency, from 0 (expressive) to 1 (consistent)',
}).sentAs('stability');

export const containerField = choice({
	label: 'Output Format',
	choices: [
		{ name: 'Raw', value: 'raw', description: 'Samples without a header: 16-bit mono at 24,000 Hz' },
		{ name: 'WAV', value: 'wav', description: 'The same samples as a file that plays everywhere' },
	],
	default: 'wav',
	description: 'Format of the audio file',
});

/** How streamed samples become a file; `undefined` to leave them unchanged. */
export const joinFor = (container: 'raw' | 'wav'): Join | undefined =>
	container === 'wav' ? joinAsWav : undefined;

export const speedOption = number({
	label: 'Speed',
	min: 0.7,
	max: 1.2,
	precision: 2,
	default: 1,
	description: 'Speaking rate, from 0.7 to 1.2',
}).sentIfSet('speed');
