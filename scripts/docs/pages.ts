import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';

import { errorGenerator } from './errors/tables.ts';
import { replaceGenerated, type Generator } from './markers.ts';
import { fieldsGenerator, operationsGenerator, optionsGenerator } from './nodes.ts';

/** What markers in docs/*.md can contain, by the first word after "generated:". */
const GENERATORS: Readonly<Record<string, (root: string) => Generator>> = {
	errors: errorGenerator,
	operations: operationsGenerator,
	fields: fieldsGenerator,
	options: optionsGenerator,
};

export interface Page {
	/** Path below the root of the project. */
	readonly file: string;
	readonly current: string;
	readonly generated: string;
}

/** Generates all pages of docs/ in memory. */
export async function generatePages(root: string): Promise<Page[]> {
	const generators = Object.fromEntries(
		Object.entries(GENERATORS).map(([kind, create]) => [kind, create(root)]),
	);
	const files = readdirSync(path.join(root, 'docs')).filter((file) => file.endsWith('.md'));
	return await Promise.all(
		files.map(async (name) => {
			const file = path.join('docs', name);
			const filepath = path.join(root, file);
			const current = readFileSync(filepath, 'utf8');
			const options = { ...(await resolveConfig(filepath)), filepath };
			return { file, current, generated: await format(replaceGenerated(current, generators), options) };
		}),
	);
}
