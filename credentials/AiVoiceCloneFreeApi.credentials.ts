import type { IAuthenticateGeneric, Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

import { aiVoiceCloneFree } from '../nodes/AiVoiceCloneFree/provider';
import { authExpressions } from '../nodes/shared/http/authHeaders';

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
			description: 'From your AI Voice Clone Free account. Requires the Professional or Unlimited plan.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://aivoiceclonefree.com/api',
			required: true,
			hint: 'The API v2 at api.aiclonevoicefree.com is not supported',
			description: 'URL of the API. Must start with https://, except on localhost.',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			headers: authExpressions(aiVoiceCloneFree),
		},
	};
}
