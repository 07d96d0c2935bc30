import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IWebhookDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { executeNode } from '../shared/operation/execute';
import { toProperties } from '../shared/operation/registry';
import { handleWebhook } from '../shared/webhook/reply';
import { testCredential } from './methods/credentialTest';
import { operations } from './operations';
import { aiVoiceCloneFree } from './provider';
import { resumeExecution } from './webhook/resumeExecution';

/** Where the provider calls to resume an execution that waits. */
const RESUME_WEBHOOKS: IWebhookDescription[] = [
	{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: '', restartWebhook: true },
];

export class AiVoiceCloneFree implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'AI Voice Clone Free',
		name: 'aiVoiceCloneFree',
		icon: { light: 'file:aiVoiceCloneFree.svg', dark: 'file:aiVoiceCloneFree.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Synthesize speech in the voice of a sample with AI Voice Clone Free',
		defaults: { name: 'AI Voice Clone Free' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'aiVoiceCloneFreeApi', required: true, testedBy: 'testCredential' }],
		webhooks: RESUME_WEBHOOKS,
		waitingNodeTooltip: 'The execution resumes when AI Voice Clone Free calls back',
		properties: toProperties(operations),
	};

	methods = {
		credentialTest: { testCredential },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeNode(this, aiVoiceCloneFree, operations);
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await handleWebhook(this, resumeExecution);
	}
}
