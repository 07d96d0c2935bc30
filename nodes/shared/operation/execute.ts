import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { settle } from '../concurrency/settle';
import { ItemParameters } from '../fields/read';
import { connect } from '../http/connect';
import { InputError } from '../http/errors';
import type { Provider } from '../http/provider';
import type { Connection } from '../http/types';
import type { ItemWork } from '../items/runItems';
import { failAll, runItems } from '../items/runItems';
import { toNodeError } from '../items/toNodeError';
import { RUN_FIELDS } from './options';
import type { Operation, Registry } from './registry';

/** Runs the operation that the node's parameters name, for all its input items. */
export async function executeNode(
	context: IExecuteFunctions,
	provider: Provider,
	registry: Registry,
): Promise<INodeExecutionData[][]> {
	const { name, operation } = chosenOperation(context, provider, registry);
	const location = {
		node: context.getNode(),
		provider: provider.displayName,
		action: lowerFirst(operation.action),
	};
	const run = { context, provider: provider.id, operation: name, location };
	const parameters = new ItemParameters(context);
	const opened = await settle(openConnection(context, provider, parameters));
	if (opened.status === 'rejected') {
		if (context.continueOnFail()) return [failAll(run, opened.reason)];
		throw toNodeError(opened.reason, location);
	}
	const connection = opened.value;
	const runItem = async (work: ItemWork) =>
		await operation.execute({
			...work,
			context,
			connection,
			operation: name,
			usage: { requests: 0, retries: 0, uncertainRepeats: 0 },
			read: (fields) => parameters.read(fields, work.itemIndex),
		});
	return [await runItems({ ...run, connection, runItem }).finally(connection.close)];
}

async function openConnection(
	context: IExecuteFunctions,
	provider: Provider,
	parameters: ItemParameters,
): Promise<Connection> {
	const { options } = parameters.read(RUN_FIELDS, 0);
	return await connect(context, provider, options.concurrency);
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
			`The resource ${resource} has no operation ${name}`,
			'Select the resource and the operation again',
		),
		{ node: context.getNode(), provider: provider.displayName, action: '' },
	);
}

const lowerFirst = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
