import type { IAuthenticateGeneric, Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class AsyncFlowApi implements ICredentialType {
	name = 'asyncFlowApi';

	displayName = 'AsyncFlow API';

	icon: Icon = {
		light: 'file:../nodes/AsyncFlow/asyncFlow.svg',
		dark: 'file:../nodes/AsyncFlow/asyncFlow.dark.svg',
	};

	documentationUrl = 'https://docs.async.com';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'From the developer console of Async; it begins with sk_',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.async.ai',
			required: true,
			hint: 'The provider also answers at https://api.async.com',
			description: 'Address of the API. Must be https, except on this machine.',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			headers: {
				'x-api-key': '={{$credentials.apiKey}}',
				version: 'v1',
			},
		},
	};
}
