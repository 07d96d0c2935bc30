/**
 * Writes the tables of settings and faults in README.md, between their markers, from the declarations.
 * With `--check` it changes nothing and fails if they are stale.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { IsOptional, type TObject, type TSchema } from 'typebox';

import * as settings from './accounts/settings.ts';
import { commonFields } from './faults/declare.ts';
import { deliveryFaults } from './faults/delivery.ts';
import { replacingFaults } from './faults/replacing.ts';
import { socketFaults } from './faults/socket.ts';

const README = new URL('./README.md', import.meta.url);

const code = (text: string): string => `\`${text}\``;
const descriptionOf = (schema: TSchema): string =>
	'description' in schema ? String(schema.description) : '';

/** The keywords of JSON Schema that the tables show. */
interface Keywords {
	anyOf?: TSchema[];
	enum?: string[];
	items?: TSchema;
	minimum?: number;
	maximum?: number;
	type?: string;
}

/** The values that a schema accepts: `integer or null`. */
function valuesOf(schema: TSchema): string {
	const { anyOf, enum: names, items, minimum = 0, maximum, type = 'any value' } = schema as Keywords;
	if (names) return names.map(code).join(', ');
	if (anyOf) return anyOf.map(valuesOf).join(' or ');
	if (items) return `list of ${valuesOf(items)}s`;
	return maximum === undefined ? type : `${type}, ${minimum} to ${maximum}`;
}

const table = (head: string[], rows: string[][]): string =>
	[head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const settingsTable = (group: Record<string, TSchema>): string =>
	table(
		['setting', 'values', 'default', 'effect'],
		Object.entries(group).map(([name, schema]) => [
			code(name),
			valuesOf(schema),
			'default' in schema ? code(JSON.stringify(schema.default)) : '',
			descriptionOf(schema),
		]),
	);

const fieldOf = ([name, schema]: [string, TSchema]): string =>
	`${code(IsOptional(schema) ? `${name}?` : name)}: ${valuesOf(schema)}`;

const faultsTable = (group: Record<string, TObject>): string =>
	table(
		['kind', 'fields', 'effect'],
		Object.entries(group).map(([kind, schema]) => {
			const own = Object.entries(schema.properties).filter(
				([name]) => name !== 'kind' && !(name in commonFields),
			);
			return [code(kind), own.map(fieldOf).join('<br>'), descriptionOf(schema)];
		}),
	);

const tables: Record<string, string> = {
	'settings: limits': settingsTable(settings.limitSettings),
	'settings: all providers': settingsTable(settings.responseSettings),
	'settings: AsyncFlow': settingsTable(settings.asyncflowSettings),
	'settings: AI Voice Clone Free': settingsTable(settings.aivoiceclonefreeSettings),
	'settings: Faseeh': settingsTable(settings.faseehSettings),
	'faults: common fields': table(
		['field', 'values', 'effect'],
		Object.entries(commonFields).map(([name, schema]) => [
			code(name),
			valuesOf(schema),
			descriptionOf(schema),
		]),
	),
	'faults: responses': faultsTable(replacingFaults),
	'faults: delivery': faultsTable(deliveryFaults),
	'faults: WebSocket': faultsTable(socketFaults),
};

async function withTables(readme: string): Promise<string> {
	let text = readme;
	for (const [name, content] of Object.entries(tables)) {
		const [start, end] = [`<!-- ${name} -->\n`, `<!-- end of ${name} -->`];
		const [from, to] = [text.indexOf(start), text.indexOf(end)];
		if (from < 0 || to < from) throw new Error(`README.md has no markers ${start.trim()} and ${end}`);
		text = `${text.slice(0, from + start.length)}\n${content}\n\n${text.slice(to)}`;
	}
	return format(text, { ...(await resolveConfig(README)), parser: 'markdown' });
}

const readme = readFileSync(README, 'utf8');
const written = await withTables(readme);
if (!process.argv.includes('--check')) writeFileSync(README, written);
else if (written !== readme) {
	process.stderr.write('playground/README.md is stale: run npm run docs\n');
	process.exitCode = 1;
}
