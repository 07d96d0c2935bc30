import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { InputError } from '../http/errors';
import type { Provider } from '../http/provider';
import { toNodeError } from '../items/nodeErrors';
import { runItems } from '../items/runItems';
import { connect } from './connect';
import { readConcurrency, readLimits, wantsAudioLink } from './options';
import { Parameters } from './parameters';
import type { Operation, Registry } from './registry';

/** Runs the operation that the node's parameters name, for all its input items. */
export async function executeNode(
	context: IExecuteFunctions,
	provider: Provider,
	registry: Registry,
): Promise<INodeExecutionData[][]> {
	const operation = chosenOperation(context, provider, registry);
	const place = { node: context.getNode(), name: placeName(provider, operation) };
	try {
		const concurrency = readConcurrency(new Parameters({ context, itemIndex: 0 }));
		const connection = await connect(context, provider, concurrency);
		const items = await runItems(context, place, concurrency, async (itemIndex) => {
			const parameters = new Parameters({ context, itemIndex });
			const limits = readLimits(parameters);
			wantsAudioLink(parameters);
			const usage = { requests: 0, retries: 0 };
			return await operation.execute({ context, itemIndex, connection, limits, usage });
		}).finally(() => {
			for (const close of connection.closers) close();
		});
		return [items];
	} catch (error) {
		throw toNodeError(error, place);
	}
}

function chosenOperation(context: IExecuteFunctions, provider: Provider, registry: Registry): Operation {
	const resource = context.getNodeParameter('resource', 0);
	const name = context.getNodeParameter('operation', 0);
	const operation = registry[resource]?.operations[name];
	if (operation !== undefined) return operation;
	throw toNodeError(
		new InputError(`There is no operation ${name} of ${resource}`, 'Choose resource and operation anew'),
		{ node: context.getNode(), name: provider.displayName },
	);
}

/** As errors name it: "AsyncFlow, synthesize speech". */
function placeName(provider: Provider, { action }: Operation): string {
	return `${provider.displayName}, ${action.charAt(0).toLowerCase()}${action.slice(1)}`;
}
