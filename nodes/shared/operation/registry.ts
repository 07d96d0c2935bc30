import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import type { Fields, Values } from '../fields/field';
import { fieldProperties } from '../fields/field';
import type { Call } from '../http/types';
import type { ItemWork } from '../items/runItems';
import type { CallOptions, Options } from './options';
import { callOptionsOf } from './options';

/** The run of an operation for one input item, before its parameters are read. */
export interface ItemRun extends Omit<Call, 'policy'>, ItemWork {
	readonly context: IExecuteFunctions;
	/** Machine name of the operation, such as `synthesize`. */
	readonly operation: string;
	/** Reads and checks the parameters of this item. */
	readonly read: <F extends Fields>(fields: F) => Values<F>;
}

/** One input item's run of an operation, with what its options say about every call. */
export interface ItemCall extends Omit<ItemRun, 'read'>, CallOptions {}

/** What the user sees of an operation. */
interface Description<F extends Fields> {
	/** As in the operation selector, in title case. */
	readonly name: string;
	/** As in the node picker, in sentence case without articles. */
	readonly action: string;
	readonly description: string;
	/** In the order in which the editor shows them. */
	readonly fields: F;
}

/** One operation: what the user sees of it, and what it does for one item. */
export interface Operation extends Description<Fields> {
	/** @returns Output items; they are paired with the input elsewhere. */
	readonly execute: (run: ItemRun) => Promise<INodeExecutionData[]>;
}

/**
 * Declares an operation.
 *
 * @param definition `execute` gets the item and the values of all fields, which are valid.
 */
export function defineOperation<F extends Fields & { readonly options: Options }>(
	definition: Description<F> & {
		readonly execute: (item: ItemCall, values: Values<F>) => Promise<INodeExecutionData[]>;
	},
): Operation {
	return {
		...definition,
		execute: async ({ read, ...run }) => {
			const values = read(definition.fields);
			return await definition.execute({ ...run, ...callOptionsOf(values.options) }, values);
		},
	};
}

export interface Resource {
	readonly name: string;
	readonly operations: Readonly<Record<string, Operation>>;
}

/** All that a node can do, by the values of its resource and operation parameters. */
export type Registry = Readonly<Record<string, Resource>>;

const SELECTOR = { type: 'options', noDataExpression: true } as const;

/** The node's properties: the two selectors, then the fields of each operation. */
export function toProperties(registry: Registry): INodeProperties[] {
	const resources = Object.entries(registry);
	const choices = resources.map(([value, { name }]) => ({ name, value }));
	const resourceSelector: INodeProperties = {
		displayName: 'Resource',
		...SELECTOR,
		name: 'resource',
		options: byName(choices),
		default: resources[0]?.[0] ?? '',
	};
	return [resourceSelector, ...resources.flatMap(([value, resource]) => resourceProperties(value, resource))];
}

function resourceProperties(resourceValue: string, resource: Resource): INodeProperties[] {
	const operations = Object.entries(resource.operations);
	const choices = operations.map(([value, { name, action, description }]) => ({
		name,
		value,
		action,
		description,
	}));
	const operationSelector: INodeProperties = {
		displayName: 'Operation',
		...SELECTOR,
		name: 'operation',
		displayOptions: { show: { resource: [resourceValue] } },
		options: byName(choices),
		default: operations[0]?.[0] ?? '',
	};
	const fields = operations.flatMap(([operationValue, { fields }]) =>
		fieldProperties(fields).map((property) => ({
			...property,
			displayOptions: {
				show: { ...property.displayOptions?.show, resource: [resourceValue], operation: [operationValue] },
			},
		})),
	);
	return [operationSelector, ...fields];
}

function byName<T extends { name: string }>(options: T[]): T[] {
	return options.sort((a, b) => a.name.localeCompare(b.name, 'en'));
}
