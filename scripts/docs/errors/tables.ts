import type { Generator } from '../markers.ts';
import { collectAudioErrors, collectErrors, collectNotes, type ErrorText } from './collect.ts';
import { parseNodes } from './program.ts';
import { UNKNOWN } from './texts.ts';

/** The group of an error by the file that raises it; the first match counts. A provider's own errors name it. */
const GROUPS: ReadonlyArray<readonly [group: string, files: RegExp, provider?: string]> = [
	['general', /^shared\/http\/errorTable/],
	['credential', /^shared\/(http\/(baseUrl|apiKey)|methods\/)/],
	['input', /^shared\/(http\/pathSegment|fields\/|operation\/)/],
	['connection', /^shared\/(http|concurrency|items)\//],
	['sample', /^shared\/binary\/(read)?sample/i],
	['audio', /^shared\/(binary|audio)\//],
	['longText', /^shared\/(text|speech)\//],
	['asyncFlow', /^AsyncFlow\/provider/, 'AsyncFlow'],
	['webSocket', /^AsyncFlow\/websocket\//],
	['asyncFlowNode', /^AsyncFlow\//],
	['aiVoiceCloneFree', /^AiVoiceCloneFree\/provider/, 'AI Voice Clone Free'],
	['webhook', /^(AiVoiceCloneFree|shared)\/webhook\//],
	['aiVoiceCloneFreeNode', /^AiVoiceCloneFree\//],
	['faseeh', /^Faseeh\/provider/, 'Faseeh'],
	['faseehNode', /^Faseeh\//],
];

/** Generates `<!-- generated: errors <group> -->`; the groups `notes` and `audioReasons` are lists. */
export function errorGenerator(root: string): Generator {
	const source = parseNodes(root);
	const errors = collectErrors(source);
	const groups = new Map<string, ErrorText[]>();
	for (const error of errors) {
		const group = groupOf(error);
		groups.set(group, [...(groups.get(group) ?? []), error]);
	}
	return (group) => {
		if (group === 'notes') return list(collectNotes(source).map(sentence));
		if (group === 'audioReasons') return list(collectAudioErrors(source));
		const rows = groups.get(group);
		if (rows === undefined) throw new Error(`No errors belong to the group “${group}”`);
		const provider = GROUPS.find(([name]) => name === group)?.[2] ?? '{provider}';
		return table(merged(rows)).replaceAll('{provider}', provider);
	};
}

/** The groups that errors belong to. */
export function errorGroups(root: string): string[] {
	const errors = collectErrors(parseNodes(root));
	return [...new Set([...errors.map(groupOf), 'notes', 'audioReasons'])];
}

function groupOf({ file, title }: ErrorText): string {
	const group = GROUPS.find(([, files]) => files.test(file))?.[0];
	if (group === undefined) throw new Error(`“${title}” belongs to no group: add ${file} to GROUPS`);
	return group;
}

/** A row of a table, with every next step of its title. */
interface Row {
	readonly title: string;
	readonly status: string;
	readonly code: string;
	readonly nextSteps: readonly string[];
}

/** Errors with the same title become one row, in the order of their statuses; those without one come last. */
function merged(errors: readonly ErrorText[]): Row[] {
	const rows = new Map<string, Row>();
	for (const { title, status, code, nextStep } of errors) {
		const row = rows.get(title) ?? { title, status: '', code: '', nextSteps: [] };
		rows.set(title, {
			title,
			status: add(row.status, status),
			code: add(row.code, code),
			nextSteps: [...new Set([...row.nextSteps, sentence(nextStep)])].filter((step) => step !== ''),
		});
	}
	return [...rows.values()].sort((one, other) => firstStatus(one) - firstStatus(other));
}

const firstStatus = ({ status }: Row): number => Number.parseInt(status === '' ? '999' : status, 10);

const add = (values: string, value: string): string =>
	[...new Set([...values.split(', '), value])]
		.filter((entry) => entry !== '' && entry !== UNKNOWN)
		.join(', ');

function table(errors: readonly Row[]): string {
	const hasStatus = errors.some(({ status }) => status !== '');
	const hasCode = errors.some(({ code }) => code !== '');
	const cells = (title: string, status: string, code: string, nextSteps: readonly string[]) => [
		escaped(title),
		...(hasStatus ? [status] : []),
		...(hasCode ? [code] : []),
		nextSteps.map(escaped).join('<br>'),
	];
	const rows = [
		cells('Error', 'Status', 'Code', ['What to do']),
		cells('---', '---', '---', ['---']),
		...errors.map(({ title, status, code, nextSteps }) =>
			cells(title, status, code && `\`${code}\``, nextSteps),
		),
	];
	return rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
}

const list = (texts: readonly string[]): string =>
	[...new Set(texts)].map((text) => `- ${escaped(text)}`).join('\n');

const sentence = (text: string): string => (text === '' || /[.!?…]$/.test(text) ? text : `${text}.`);

/** Text without a meaning in Markdown. */
const escaped = (text: string): string => text.replaceAll(/[|<*]/g, String.raw`\$&`);
