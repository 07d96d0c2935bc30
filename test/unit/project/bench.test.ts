import { describe, expect, it } from '@jest/globals';

import { median, withSpread } from '../../../bench/report/statistics.ts';
import { reportOf } from '../../../bench/report/table.ts';
import type { Contender, Run, Scenario } from '../../../bench/scenario.ts';

const contender = (name: string): Contender => ({
	name,
	candidate: 'undici',
	shows: `what ${name} does`,
	work: { kind: 'speech', texts: [], format: { container: 'mp3', sample_rate: 8000 }, inFlight: 1 },
});

const run = (seconds: number, done: number): Run => ({
	seconds,
	done,
	...{ cpuSeconds: 0, growthBytes: 0, bytes: 0, audioSeconds: 0, complaints: 0 },
	...{ requests: 0, refused: 0, charged: 0, characters: 0, chargedAgain: 0, maxInFlight: 0 },
});

const scenario: Scenario = {
	name: 'some',
	title: 'Some work',
	explanation: 'It is done.',
	columns: [
		{ title: 'ratio', of: (one, base) => one.seconds / base.seconds, digits: 1, spread: true },
		{ title: 's/item', of: ({ seconds, done }) => seconds / done, digits: 0 },
	],
	cases: [{ title: '', rounds: 3, provider: { settings: {} }, warmUp: { settings: {} }, contenders: [] }],
};

describe('statistics of the benchmark', () => {
	it.each([
		[[3], 3],
		[[9, 1, 2], 2],
		[[10, 1, 2, 3], 2.5],
	])('takes the median of %j', (values, expected) => {
		expect(median(values)).toBe(expected);
	});

	it('has no median of nothing', () => {
		expect(median([])).toBeNaN();
	});

	it('says the spread only where it can be seen', () => {
		expect(withSpread([1.04, 1, 1.2], 1)).toBe('1.0 (1.0–1.2)');
		expect(withSpread([1.01, 1.02], 1)).toBe('1.0');
	});
});

describe('report of the benchmark', () => {
	const rows = (...entries: Array<[string, Run[]]>) => {
		const results = [entries.map(([name, runs]) => ({ contender: contender(name), runs }))];
		return reportOf({ scenario, results }).split('\n').slice(6);
	};

	it('compares runs of the same round, with the last contender', () => {
		expect(rows(['fast', [run(2, 1), run(9, 1)]], ['base', [run(1, 1), run(3, 1)]])).toEqual([
			'| fast | 2.5 (2.0–3.0) | 6 | what fast does |',
			'| base | 1.0 | 2 | what base does |',
		]);
	});

	it('takes the rounds that there are', () => {
		expect(rows(['slow', [run(4, 1)]], ['base', [run(1, 1), run(2, 1)]])[0]).toBe(
			'| slow | 4.0 | 4 | what slow does |',
		);
	});

	it('has no number for what cannot be divided', () => {
		expect(rows(['idle', [run(1, 0)]], ['base', [run(1, 1)]])[0]).toBe('| idle | 1.0 | – | what idle does |');
	});
});
