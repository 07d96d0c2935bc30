import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { executeNode } from '../shared/operation/execute';
import { describe } from '../shared/operation/registry';
import { operations } from './operations';
import { searchVoices } from './operations/searchVoices';
import { testCredential } from './operations/testCredential';
import { asyncFlow } from './provider';

export class AsyncFlow implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'AsyncFlow',
		name: 'asyncFlow',
		icon: { light: 'file:asyncFlow.svg', dark: 'file:asyncFlow.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Speak and clone voices with AsyncFlow (async.com)',
		defaults: { name: 'AsyncFlow' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'asyncFlowApi', required: true, testedBy: 'testCredential' }],
		properties: describe(operations),
	};

	methods = {
		listSearch: { searchVoices },
		credentialTest: { testCredential },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeNode(this, asyncFlow, operations);
	}
}
