import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { executeNode } from '../shared/operation/execute';
import { toProperties } from '../shared/operation/registry';
import { testCredential } from './methods/credentialTest';
import { searchVoices } from './methods/listSearch';
import { operations } from './operations';
import { asyncFlow } from './provider';

export class AsyncFlow implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'AsyncFlow',
		name: 'asyncFlow',
		icon: { light: 'file:asyncFlow.svg', dark: 'file:asyncFlow.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Synthesize speech and clone voices with AsyncFlow (async.com)',
		defaults: { name: 'AsyncFlow' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'asyncFlowApi', required: true, testedBy: 'testCredential' }],
		properties: toProperties(operations),
	};

	methods = {
		listSearch: { searchVoices },
		credentialTest: { testCredential },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeNode(this, asyncFlow, operations);
	}
}
