import type { Case, CaseResult, Column, Scenario } from '../scenario.ts';
import { median, withSpread } from './statistics.ts';

/** A scenario and its results, one per case. */
export interface Measured {
	scenario: Scenario;
	results: CaseResult[];
}

/** The report of a scenario, in Markdown. */
export function reportOf({ scenario, results }: Measured): string {
	const { title, explanation, columns, cases } = scenario;
	const rows = cases.flatMap((one, index) =>
		rowsOf(one, columns, results[index] ?? []).map((row) => (cases.length > 1 ? [one.title, ...row] : row)),
	);
	const head = [...(cases.length > 1 ? [''] : []), 'by', ...columns.map((column) => column.title), 'shows'];
	return [`### ${title}`, '', explanation, '', ...markdown(head, rows)].join('\n');
}

function rowsOf(one: Case, columns: readonly Column[], entries: CaseResult): string[][] {
	const base = entries.at(-1)?.runs ?? [];
	return entries.map(({ contender, runs }) => {
		const cells = columns.map(({ of, digits, spread }) => {
			const values = runs.flatMap((run, round) => {
				const other = base[round];
				return other === undefined ? [] : [of(run, other, one)];
			});
			if (!values.every(Number.isFinite)) return '–';
			return spread === true ? withSpread(values, digits) : median(values).toFixed(digits);
		});
		return [contender.name, ...cells, contender.shows];
	});
}

function markdown(head: string[], rows: string[][]): string[] {
	const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}
