import { describe, expect, it } from '@jest/globals';

import { toSrt } from '../../../nodes/shared/text/subtitles';
import { parseSrt } from './srt';

describe('impossible times are corrected', () => {
	it.each<[string, Array<[number, number]>, Array<[number, number]>]>([
		[
			'zero duration',
			[
				[500, 500],
				[2000, 2000],
			],
			[
				[500, 1333],
				[1999, 2000],
			],
		],
		[
			'equal times',
			[
				[1000, 1000],
				[1000, 1000],
			],
			[[999, 1000]],
		],
		[
			'backwards',
			[
				[1000, 400],
				[600, 2000],
			],
			[[1000, 2000]],
		],
		[
			'negative',
			[
				[-500, -100],
				[0, 900],
			],
			[[0, 900]],
		],
		[
			'not numbers',
			[
				[NaN, 900],
				[NaN, NaN],
			],
			[[0, 900]],
		],
		[
			'infinite',
			[
				[0, Infinity],
				[900, 1000],
			],
			[
				[0, 833],
				[900, 1000],
			],
		],
	])('%s', (_, times, expected) => {
		const words = times.map(([startMs, endMs]) => ({ text: 'word', startMs, endMs }));
		const cues = parseSrt(toSrt(words));
		expect(cues.map(({ startMs, endMs }) => [startMs, endMs])).toEqual(expected);
		expect(cues.flatMap(({ lines }) => lines).join(' ')).toBe('word word');
	});
});
