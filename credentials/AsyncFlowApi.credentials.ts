import type { IAuthenticateGeneric, Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

import { asyncFlow } from '../nodes/AsyncFlow/provider';
import { authExpressions } from '../nodes/shared/http/authHeaders';

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
			description: 'From the Async developer console. Starts with sk_.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.async.ai',
			required: true,
			hint: 'https://api.async.com works too',
			description: 'URL of the API. Must start with https://, except on localhost.',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			headers: authExpressions(asyncFlow),
		},
	};
}
