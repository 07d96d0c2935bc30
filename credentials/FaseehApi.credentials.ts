import type { IAuthenticateGeneric, Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class FaseehApi implements ICredentialType {
	name = 'faseehApi';

	displayName = 'Faseeh API';

	icon: Icon = {
		light: 'file:../nodes/Faseeh/faseeh.svg',
		dark: 'file:../nodes/Faseeh/faseeh.dark.svg',
	};

	documentationUrl = 'https://docs.faseeh.ai';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'From your account with Faseeh, or with Munsit, its successor',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.faseeh.ai/api/v1',
			required: true,
			hint: 'Keys of the successor, Munsit, work at https://api.munsit.com/api/v1, keys of the region UAE at https://ae.api.faseeh.ai/api/v1',
			description: 'Address of the API. Must be https, except on this machine.',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			headers: {
				'x-api-key': '={{$credentials.apiKey}}',
			},
		},
	};
}
