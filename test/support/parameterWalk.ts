import { describe, expect, it } from '@jest/globals';
import type { INodeParameters, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { fieldProperties } from '../../nodes/shared/fields/field';
import type { Registry } from '../../nodes/shared/operation/registry';
import type { JournalEntry, PlaygroundAccount } from './playground';

/** A node whose fields are to be tried one by one, and what is special about it. */
export interface WalkedNode {
	readonly registry: Registry;
	/** What the editor shows but no request carries, and why: by its path, or by operation and path. */
	readonly local: Readonly<Record<string, string>>;
	/** Fields whose default is sent when they are not set, so that setting it changes nothing. */
	readonly defaultsSent: readonly string[];
	/** Parameters that must be set along for a value to be allowed, or to matter, by the path of the field. */
	readonly along: Readonly<Record<string, INodeParameters>>;
	/** Values to try where those of the property's type will not do. */
	readonly values?: Readonly<Record<string, readonly unknown[]>>;
	readonly account: () => Promise<PlaygroundAccount>;
	/** What an operation needs besides the field that is looked at. */
	readonly needs: (account: PlaygroundAccount, operation: string) => Promise<INodeParameters>;
	readonly run: (account: PlaygroundAccount, parameters: INodeParameters) => Promise<unknown>;
	/** Statuses that requests of an operation may be answered with, when this field is tried. */
	readonly allowed: (operation: string, field: string) => readonly number[];
	/** What the provider can tell requests apart by. */
	readonly wire: (requests: readonly JournalEntry[], operation: string, field: string) => string;
}

interface Field {
	readonly resource: string;
	readonly operation: string;
	readonly field: INodeProperties;
	/** As `getNodeParameter` takes it, such as `options.speed`. */
	readonly path: string;
}

function fieldsOf(registry: Registry): Field[] {
	return Object.entries(registry).flatMap(([resource, { operations }]) =>
		Object.entries(operations).flatMap(([operation, { fields: declared }]) =>
			fieldProperties(declared).flatMap((property) => {
				const isCollection = property.type === 'collection';
				const fields = isCollection ? (property.options as INodeProperties[]) : [property];
				return fields.map((field) => ({
					resource,
					operation,
					field,
					path: isCollection ? `${property.name}.${field.name}` : field.name,
				}));
			}),
		),
	);
}

/** Values that the editor lets a user choose, other than the default. */
function valuesOf(property: INodeProperties, defaultsSent: boolean): readonly unknown[] {
	const { minValue, maxValue } = property.typeOptions ?? {};
	switch (property.type) {
		case 'options':
			return (property.options as INodePropertyOptions[])
				.map(({ value }) => value)
				.filter((value) => value !== property.default || defaultsSent);
		case 'number':
			return [minValue ?? 1, maxValue ?? 2];
		case 'boolean':
			return [true, false];
		case 'resourceLocator':
			return [{ __rl: true, mode: 'id', value: '3a1f6f0e-2f4f-4d2c-9d0a-51c7b8b0e001' }];
		default:
			return ['Something else'];
	}
}

/** What decides whether a field is shown, as parameters: the first value that shows it. */
function shownWith({ displayOptions }: INodeProperties): INodeParameters {
	return Object.fromEntries(
		Object.entries(displayOptions?.show ?? {}).map(([name, values]) => [
			name.replace(/^\//, ''),
			(values as string[])[0] ?? '',
		]),
	);
}

/** A change to parameters; of a collection it changes one field. */
function changed(base: INodeParameters, path: string, value: unknown): INodeParameters {
	const [collection = '', name] = path.split('.');
	if (name === undefined) return { ...base, [path]: value } as INodeParameters;
	return { ...base, [collection]: { ...(base[collection] as object), [name]: value } } as INodeParameters;
}

/** Tests that every field of every operation changes what the provider is asked, or is listed as local. */
export function walkParameters(node: WalkedNode): void {
	/** All that the provider is asked when an operation is run. */
	const sentWith = async (operation: string, change: (base: INodeParameters) => INodeParameters) => {
		const account = await node.account();
		const base = await node.needs(account, operation);
		const before = (await account.requests()).length;
		await node.run(account, change(base));
		return (await account.requests()).slice(before);
	};

	describe('every field that the editor shows', () => {
		const fields = fieldsOf(node.registry);
		const namesOf = ({ operation, path }: Field) => [path, `${operation} ${path}`];
		const onTheWire = fields.filter((one) => namesOf(one).every((name) => node.local[name] === undefined));

		it.each(onTheWire)(
			'$resource $operation: $path reaches the provider',
			async ({ resource, operation, field, path }) => {
				const isDefaultSent = node.defaultsSent.includes(path);
				const context = { resource, operation, ...shownWith(field), ...node.along[path] };
				const without = await sentWith(operation, (base) => ({ ...base, ...context }));
				expect(without.length).toBeGreaterThan(0);
				const sent = [node.wire(without, operation, field.name)];
				const statuses = without.map(({ status }) => status);
				for (const value of node.values?.[path] ?? valuesOf(field, isDefaultSent)) {
					const requests = await sentWith(operation, (base) => changed({ ...base, ...context }, path, value));
					statuses.push(...requests.map(({ status }) => status));
					sent.push(node.wire(requests, operation, field.name));
				}
				// The playground checks every request against the provider's contract.
				const allowed = node.allowed(operation, field.name);
				expect(statuses.filter((status) => !allowed.includes(status ?? 0))).toEqual([]);
				// Each value makes requests of its own, except that the default may be what is sent without it.
				expect(new Set(sent).size).toBe(sent.length - (isDefaultSent ? 1 : 0));
			},
			60_000,
		);

		it('is either sent, or listed as local with a reason that still holds', () => {
			const names = new Set(fields.flatMap(namesOf));
			expect(Object.keys(node.local).filter((name) => !names.has(name))).toEqual([]);
		});
	});
}
