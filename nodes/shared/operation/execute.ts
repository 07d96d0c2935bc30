import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { settle } from '../concurrency/settle';
import { Constants } from '../fields/constants';
import { Parameters } from '../fields/parameters';
import { connect } from '../http/connect';
import { InputError } from '../http/errors';
import type { Provider } from '../http/errorTable';
import type { Connection, Usage } from '../http/types';
import { failAll, runItems } from '../items/runItems';
import type { ItemWork } from '../items/runItems';
import { toNodeError } from '../items/toNodeError';
import { readConcurrency, readOptions } from './options';
import type { ItemCall, Operation, Registry } from './registry';

/** Runs the operation that the node's parameters name, for all its input items. */
export async function executeNode(
	context: IExecuteFunctions,
	provider: Provider,
	registry: Registry,
): Promise<INodeExecutionData[][]> {
	const { name, operation } = chosenOperation(context, provider, registry);
	const run = {
		context,
		provider: provider.id,
		operation: name,
		location: {
			node: context.getNode(),
			provider: provider.displayName,
			action: lowerFirst(operation.action),
		},
	};
	const constants = new Constants(context);
	const opened = await settle(openConnection(context, provider, constants));
	if (opened.status === 'rejected') {
		if (context.continueOnFail()) return [failAll(run, opened.reason)];
		throw toNodeError(opened.reason, run.location);
	}
	const connection = opened.value;
	const runItem = async (work: ItemWork) =>
		await operation.execute(itemCall(context, constants, connection, name, work));
	return [await runItems({ ...run, connection, runItem }).finally(connection.close)];
}

async function openConnection(
	context: IExecuteFunctions,
	provider: Provider,
	constants: Constants,
): Promise<Connection> {
	const concurrency = readConcurrency(new Parameters({ context, itemIndex: 0, constants }));
	return await connect(context, provider, concurrency);
}

function itemCall(
	context: IExecuteFunctions,
	constants: Constants,
	connection: Connection,
	operation: string,
	{ itemIndex, ledger, stopping, stopRun: failing }: ItemWork,
): ItemCall {
	const parameters = new Parameters({ context, itemIndex, constants });
	const { policy, ...options } = readOptions(parameters);
	const usage: Usage = { requests: 0, retries: 0, uncertainRepeats: 0 };
	return {
		context,
		itemIndex,
		connection,
		operation,
		parameters,
		options,
		policy,
		usage,
		ledger,
		stopping,
		stopRun: failing,
	};
}

function chosenOperation(
	context: IExecuteFunctions,
	provider: Provider,
	registry: Registry,
): { name: string; operation: Operation } {
	const resource = context.getNodeParameter('resource', 0);
	const name = context.getNodeParameter('operation', 0);
	const operation = registry[resource]?.operations[name];
	if (operation !== undefined) return { name, operation };
	throw toNodeError(
		new InputError(
			`There is no operation ${name} of ${resource}`,
			'Choose the resource and the operation again',
		),
		{ node: context.getNode(), provider: provider.displayName, action: '' },
	);
}

const lowerFirst = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
