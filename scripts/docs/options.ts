import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** A field declaration of the package, as far as the tables need it. */
interface DeclaredField {
	property: (name: string) => INodeProperties;
	/** Whether it has no value unless one is entered. */
	readonly isOptional: boolean;
	/** Of a collection. */
	fields?: DeclaredFields;
}

export type DeclaredFields = Readonly<Record<string, DeclaredField>>;

/** The registry of a node, as far as the tables need it. */
export type DeclaredRegistry = Readonly<
	Record<
		string,
		{
			readonly name: string;
			readonly operations: Readonly<
				Record<
					string,
					{ readonly name: string; readonly description: string; readonly fields: DeclaredFields }
				>
			>;
		}
	>
>;

/** One operation that has a field. */
interface Operation {
	readonly resource: string;
	readonly name: string;
}

/** A row of a table: what it says, and the operations that it is about. */
interface Row {
	readonly cells: readonly [label: string, initial: string, values: string, description: string];
	readonly operations: Operation[];
}

/** The operations of a node: their names and what they do. */
export function operationsTable(registry: DeclaredRegistry): string {
	const rows = Object.values(registry).flatMap(({ name: resource, operations }) =>
		Object.values(operations).map(({ name, description }) => [`${resource}: ${name}`, description]),
	);
	return table(['Operation', 'What it does'], rows);
}

/** The fields of a node besides its options, including those in collections such as Filters. */
export function fieldsTable(registry: DeclaredRegistry): string {
	return usesTable('Field', registry, (fields) =>
		Object.entries(fields).flatMap(([name, field]) => {
			if (name === 'options') return [];
			const { displayName } = field.property(name);
			return field.fields === undefined
				? [cellsOf(name, field)]
				: Object.entries(field.fields).map((entry) => cellsOf(...entry, `${displayName}: `));
		}),
	);
}

/** The options of a node. */
export function optionsTable(registry: DeclaredRegistry): string {
	return usesTable('Option', registry, ({ options }) => optionRows(options));
}

/** The options of a trigger, which has no operations. */
export function triggerTable(fields: DeclaredFields): string {
	const rows = [
		...Object.entries(fields).flatMap(([name, field]) =>
			field.fields === undefined ? [cellsOf(name, field)] : [],
		),
		...optionRows(fields.options),
	];
	return table(['Field or option', 'Default', 'Values', 'Description'], rows);
}

const optionRows = (options: DeclaredField | undefined): Array<Row['cells']> =>
	Object.entries(options?.fields ?? {})
		.map(([name, field]) => cellsOf(name, field))
		.sort(([a], [b]) => a.localeCompare(b, 'en'));

/** One row for all operations in which a field is the same. */
function usesTable(
	kind: string,
	registry: DeclaredRegistry,
	rowsOf: (fields: DeclaredFields) => Array<Row['cells']>,
): string {
	const rows = new Map<string, Row>();
	for (const { name: resource, operations } of Object.values(registry)) {
		for (const { name, fields } of Object.values(operations)) {
			for (const cells of rowsOf(fields)) {
				const row = rows.get(cells.join('|')) ?? { cells, operations: [] };
				row.operations.push({ resource, name });
				rows.set(cells.join('|'), row);
			}
		}
	}
	const sorted =
		kind === 'Option'
			? [...rows.values()].sort((a, b) => a.cells[0].localeCompare(b.cells[0], 'en'))
			: [...rows.values()];
	return table(
		[kind, 'Default', 'Values', 'Operations', 'Description'],
		sorted.map(({ cells: [label, initial, values, description], operations }) => [
			label,
			initial,
			values,
			listOperations(registry, operations),
			description,
		]),
	);
}

/** "All", whole resources by their name, and otherwise single operations. */
function listOperations(registry: DeclaredRegistry, used: readonly Operation[]): string {
	const resources = Object.values(registry).map(({ name, operations }) => ({
		name,
		all: Object.values(operations).map((operation) => operation.name),
	}));
	if (used.length === resources.flatMap(({ all }) => all).length) return 'All';
	return resources
		.flatMap(({ name: resource, all }) => {
			const names = used.filter((one) => one.resource === resource).map(({ name }) => name);
			const missing = all.filter((name) => !names.includes(name));
			if (names.length === 0) return [];
			if (missing.length === 0) return [resource];
			if (missing.length === 1 && all.length > 2) return [`${resource}, except ${missing.join()}`];
			return [`${resource}: ${names.join(', ')}`];
		})
		.join('; ');
}

function cellsOf(name: string, field: DeclaredField, prefix = ''): Row['cells'] {
	const property = field.property(name);
	const text = (property.description ?? property.hint ?? '').replace(/\.$/, '');
	return [`${prefix}${property.displayName}`, defaultOf(field, property), valuesOf(property), text];
}

/** What applies if the user enters nothing. */
function defaultOf(field: DeclaredField, { type, default: value, options }: INodeProperties): string {
	if (type === 'resourceLocator') return code((value as { value: string }).value);
	if (field.isOptional) return '';
	if (type === 'boolean') return value === true ? 'On' : 'Off';
	if (type === 'multiOptions') {
		const chosen = (options as INodePropertyOptions[]).filter((one) =>
			(value as unknown[]).includes(one.value),
		);
		return chosen.map(({ name }) => name).join(', ');
	}
	if (type === 'options')
		return (options as INodePropertyOptions[]).find((one) => one.value === value)?.name ?? '';
	return typeof value === 'string' ? code(value) : JSON.stringify(value);
}

const code = (text: string): string => (text === '' ? '' : `\`${text}\``);

/** The range of a number, or a short list of choices. */
function valuesOf({ type, typeOptions, options = [] }: INodeProperties): string {
	const { minValue, maxValue } = typeOptions ?? {};
	if (minValue !== undefined)
		return maxValue === undefined ? `${minValue} or more` : `${minValue} to ${maxValue}`;
	const isChoice = type === 'options' || type === 'multiOptions';
	return isChoice && options.length <= 4
		? options.map(({ name }) => name.replaceAll(',', '')).join(', ')
		: '';
}

/** A table in Markdown. */
function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	const line = (cells: readonly string[]) =>
		`| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
