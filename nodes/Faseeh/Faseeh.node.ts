import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { executeNode } from '../shared/operation/execute';
import { toProperties } from '../shared/operation/registry';
import { testCredential } from './methods/credentialTest';
import { searchModels, searchVoices } from './methods/listSearch';
import { operations } from './operations';
import { faseeh } from './provider';

export class Faseeh implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Faseeh',
		name: 'faseeh',
		icon: { light: 'file:faseeh.svg', dark: 'file:faseeh.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Synthesize Arabic speech and clone voices with Faseeh (faseeh.ai, Munsit)',
		defaults: { name: 'Faseeh' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'faseehApi', required: true, testedBy: 'testCredential' }],
		properties: toProperties(operations),
	};

	methods = {
		listSearch: { searchModels, searchVoices },
		credentialTest: { testCredential },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeNode(this, faseeh, operations);
	}
}
