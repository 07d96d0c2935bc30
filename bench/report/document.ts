import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';

import { reportOf, type Measured } from './table.ts';

const README = path.join(import.meta.dirname, '..', 'README.md');
const BEGIN = '<!-- results: written by `npm run bench -- --write` -->';
const END = '<!-- end of results -->';
const GIGABYTE = 2 ** 30;

/** The whole report, in Markdown, formatted like the project's files. */
export async function documentOf(measured: readonly Measured[], seconds: number): Promise<string> {
	const machine = [
		`${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}`,
		`${Math.round(totalmem() / GIGABYTE)} GB`,
		`${process.platform} ${process.arch}`,
		`Node ${process.versions.node}`,
	];
	const date = new Date().toISOString().slice(0, 10);
	const head = `${date}, ${machine.join(', ')}; duration ${Math.round(seconds)} s.`;
	const text = [head, ...measured.map(reportOf)].join('\n\n');
	return await format(text, { ...(await resolveConfig(README)), parser: 'markdown' });
}

/** Writes the report between the markers in the README. */
export function writeReadme(document: string): void {
	const text = readFileSync(README, 'utf8');
	const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
	if (begin === -1 || end < begin) throw new Error(`The markers of the results are missing in ${README}`);
	writeFileSync(README, `${text.slice(0, begin)}${BEGIN}\n\n${document.trimEnd()}\n\n${text.slice(end)}`);
}
