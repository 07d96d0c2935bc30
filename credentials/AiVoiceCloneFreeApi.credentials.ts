import type { IAuthenticateGeneric, Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class AiVoiceCloneFreeApi implements ICredentialType {
	name = 'aiVoiceCloneFreeApi';

	displayName = 'AI Voice Clone Free API';

	icon: Icon = {
		light: 'file:../nodes/AiVoiceCloneFree/aiVoiceCloneFree.svg',
		dark: 'file:../nodes/AiVoiceCloneFree/aiVoiceCloneFree.dark.svg',
	};

	documentationUrl = 'https://docs.aiclonevoicefree.com/en/api/sync-clone';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'From your account with AI Voice Clone Free; needs the Professional or Unlimited plan',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://aivoiceclonefree.com/api',
			required: true,
			hint: 'The provider also runs api.aiclonevoicefree.com, whose API (v2) is another one and not supported',
			description: 'Address of the API. Must be https, except on this machine.',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			headers: {
				Authorization: '=Bearer {{$credentials.apiKey}}',
			},
		},
	};
}
