import type {
	IExecuteFunctions,
	IHookFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { fieldProperties } from '../shared/fields/field';
import { handleWebhook } from '../shared/webhook/reply';
import { testCredential } from './methods/credentialTest';
import { receiveDelivery } from './webhook/receiveDelivery';
import { startWorkflow } from './webhook/startWorkflow';
import { triggerFields } from './webhook/triggerFields';

export class AiVoiceCloneFreeTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'AI Voice Clone Free Trigger',
		name: 'aiVoiceCloneFreeTrigger',
		icon: { light: 'file:aiVoiceCloneFree.svg', dark: 'file:aiVoiceCloneFree.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description: 'Starts the workflow when an AI Voice Clone Free task is completed or has failed',
		defaults: { name: 'AI Voice Clone Free Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'aiVoiceCloneFreeApi', required: true, testedBy: 'testCredential' }],
		webhooks: [{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' }],
		triggerPanel: {
			header: '',
			executionsHelp: {
				inactive:
					'Publish the workflow, then copy the production URL to the Callback URL option of Create Task. The test URL listens for two minutes only, and a task usually takes longer.',
				active:
					'Copy the production URL to the Callback URL option of Create Task. Create Task signs the URL with your API key, and this trigger verifies the signature.',
			},
			activationHint: 'Publish the workflow to use the production URL.',
		},
		properties: [
			{
				displayName:
					'Copy the production URL to the Callback URL option of Create Task in the AI Voice Clone Free node. Use the same credential in both nodes.',
				name: 'notice',
				type: 'notice',
				default: '',
			},
			...fieldProperties(triggerFields),
		],
	};

	methods = {
		credentialTest: { testCredential },
	};

	/** The user hands the URL to Create Task: there is nothing to register with the provider. */
	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await Promise.resolve(true);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await Promise.resolve(true);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await Promise.resolve(true);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await handleWebhook(this, receiveDelivery);
	}

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await startWorkflow(this);
	}
}
