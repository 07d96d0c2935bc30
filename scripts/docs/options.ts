import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** A table cell must not end its cell or its row. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** A table in Markdown. */
function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A property, and an operation that has it. */
interface Use {
	readonly property: INodeProperties;
	readonly operation: string;
}

/** What the selectors of a node offer, by the values of its resource and operation parameters. */
interface Names {
	readonly operations: ReadonlyMap<string, string>;
	readonly all: ReadonlyArray<{ readonly name: string; readonly description: string }>;
}

/** The operations of a node: their names and what they do. */
export function operationsTable(properties: readonly INodeProperties[]): string {
	const rows = namesOf(properties).all.map(({ name, description }) => [name, description]);
	return table(['Resource: operation', 'What it does'], rows);
}

/** The fields of a node outside of its options, with those of collections such as Filters. */
export function fieldsTable(properties: readonly INodeProperties[]): string {
	const uses = usesOf(properties).filter(({ property }) => property.name !== 'options');
	const flat = uses.flatMap((use) =>
		use.property.type === 'collection' ? fieldsOf(use).map((field) => inside(use, field)) : [use],
	);
	return usesTable('Field', flat, namesOf(properties));
}

/** The options of a node. */
export function optionsTable(properties: readonly INodeProperties[]): string {
	const uses = usesOf(properties).filter(({ property }) => property.name === 'options');
	const options = uses.flatMap(fieldsOf);
	const sorted = options.sort((a, b) => a.property.displayName.localeCompare(b.property.displayName, 'en'));
	return usesTable('Option', sorted, namesOf(properties));
}

/** One row for each property that reads the same in all of its operations. */
function usesTable(kind: string, uses: readonly Use[], { operations }: Names): string {
	const rows = new Map<string, { property: INodeProperties; operations: string[] }>();
	for (const { property, operation } of uses) {
		const { displayOptions: _, ...shown } = property;
		const key = JSON.stringify(shown);
		const row = rows.get(key) ?? { property, operations: [] };
		row.operations.push(operation);
		rows.set(key, row);
	}
	const everywhere = new Set([...operations.values()]).size;
	const entries = [...rows.values()].map(({ property, operations: used }) => ({
		property,
		used: used.length === everywhere ? 'All' : used.map((value) => operations.get(value) ?? value).join(', '),
	}));
	// A trigger has no operations.
	if (operations.size === 0) {
		return table(
			[kind, 'Default', 'Description'],
			entries.map(({ property }) => [property.displayName, defaultOf(property), describe(property)]),
		);
	}
	return table(
		[kind, 'Default', 'Operations', 'Description'],
		entries.map(({ property, used }) => [property.displayName, defaultOf(property), used, describe(property)]),
	);
}

function inside({ property: collection }: Use, { property, operation }: Use): Use {
	const displayName = `${collection.displayName}: ${property.displayName}`;
	return { property: { ...property, displayName }, operation };
}

const fieldsOf = ({ property, operation }: Use): Use[] =>
	(property.options as INodeProperties[]).map((field) => ({ property: field, operation }));

/** Each field with each of its operations; the value names the resource as well, since two may share a name. */
function usesOf(properties: readonly INodeProperties[]): Use[] {
	const fields = properties.filter(({ name, type }) => !isSelector(name) && type !== 'notice');
	return fields.flatMap((property) => {
		const { resource = [''], operation = [''] } = property.displayOptions?.show ?? {};
		return [{ property, operation: `${String(resource[0])} ${String(operation[0])}` }];
	});
}

const isSelector = (name: string): boolean => name === 'resource' || name === 'operation';

function namesOf(properties: readonly INodeProperties[]): Names {
	const resources = properties.find(({ name }) => name === 'resource')?.options as INodePropertyOptions[] | undefined;
	const all = (resources ?? []).flatMap(({ name: resource, value }) => {
		const selector = properties.find(
			({ name, displayOptions }) =>
				name === 'operation' && displayOptions?.show?.['resource']?.[0] === value,
		);
		return ((selector?.options ?? []) as INodePropertyOptions[]).map((operation) => ({
			key: `${String(value)} ${String(operation.value)}`,
			name: `${resource}: ${operation.name}`,
			description: operation.description ?? '',
		}));
	});
	return { operations: new Map(all.map(({ key, name }) => [key, name])), all };
}

function defaultOf({ type, default: value, options }: INodeProperties): string {
	if (type === 'boolean') return value === true ? 'On' : 'Off';
	if (type === 'options') {
		return (options as INodePropertyOptions[]).find((option) => option.value === value)?.name ?? '';
	}
	if (type === 'multiOptions') return 'All';
	if (type === 'resourceLocator') {
		const { value: id } = value as { value: string };
		return id === '' ? '' : `\`${id}\``;
	}
	return typeof value === 'string' && value !== '' ? `\`${value}\`` : String(value);
}

function describe({ description, hint, typeOptions, options, type }: INodeProperties): string {
	const text = description ?? hint ?? '';
	const { minValue, maxValue } = typeOptions ?? {};
	const range = minValue === undefined ? '' : maxValue === undefined ? `from ${minValue}` : `${minValue}–${maxValue}`;
	const values =
		type === 'options' && (options?.length ?? 0) <= 4
			? (options as INodePropertyOptions[]).map(({ name }) => name).join(', ')
			: '';
	const facts = [range, values].filter((fact) => fact !== '' && !text.includes(`from ${minValue} to`));
	return facts.length === 0 ? text : `${text.replace(/\.$/, '')} (${facts.join(', ')})`;
}
