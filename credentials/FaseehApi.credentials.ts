import type { IAuthenticateGeneric, Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

import { faseeh } from '../nodes/Faseeh/provider';
import { authExpressions } from '../nodes/shared/http/authHeaders';

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
			description: 'From your account with Faseeh or its successor, Munsit',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.faseeh.ai/api/v1',
			required: true,
			hint: 'For Munsit keys use https://api.munsit.com/api/v1, for keys of the UAE region https://ae.api.faseeh.ai/api/v1',
			description: 'URL of the API. Must start with https://, except on localhost.',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			headers: authExpressions(faseeh),
		},
	};
}
