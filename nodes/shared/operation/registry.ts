import type { IExecuteFunctions, INodeExecutionData, INodeProperties, IWebhookFunctions } from 'n8n-workflow';

import type { Parameters } from '../fields/parameters';
import type { Call } from '../http/types';
import type { Ledger } from '../items/ledger';
import type { CallOptions } from './options';

/** One input item's run of an operation: its parameters, and its way to the provider. */
export interface ItemCall extends Call {
	readonly context: IExecuteFunctions;
	readonly itemIndex: number;
	readonly parameters: Parameters;
	/** The options of every operation, read and checked. */
	readonly options: CallOptions;
	/** Machine name of the operation, such as `synthesize`. */
	readonly operation: string;
	readonly ledger: Ledger;
	/** See `ItemWork`. */
	readonly stopRun: () => void;
}

/** A call from outside, and its way to the provider. */
export interface WebhookCall extends Call {
	readonly context: IWebhookFunctions;
	readonly options: Pick<CallOptions, 'audioLink'>;
}

/** One operation: what the user sees of it, and what it does for one item. */
export interface Operation {
	/** As in the operation selector, in title case. */
	readonly name: string;
	/** As in the node picker, in sentence case without articles. */
	readonly action: string;
	readonly description: string;
	/** Fields in the order in which they are shown; where they are shown is added by `describe`. */
	readonly properties: readonly INodeProperties[];
	/** @returns Output items; they are paired with the input elsewhere. */
	readonly execute: (call: ItemCall) => Promise<INodeExecutionData[]>;
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
		...SELECTOR,
		displayName: 'Resource',
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
		...SELECTOR,
		displayName: 'Operation',
		name: 'operation',
		displayOptions: { show: { resource: [resourceValue] } },
		options: byName(choices),
		default: operations[0]?.[0] ?? '',
	};
	const fields = operations.flatMap(([operationValue, { properties }]) =>
		properties.map((property) => ({
			...property,
			displayOptions: {
				...property.displayOptions,
				show: { ...property.displayOptions?.show, resource: [resourceValue], operation: [operationValue] },
			},
		})),
	);
	return [operationSelector, ...fields];
}

function byName<T extends { name: string }>(options: T[]): T[] {
	return options.sort((a, b) => a.name.localeCompare(b.name, 'en'));
}
