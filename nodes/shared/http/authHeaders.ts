import type { Provider } from './provider';

/** The provider's authentication headers, as expressions for a credential's `authenticate`. */
export function authExpressions({ authHeaders }: Provider): Record<string, string> {
	const headers = Object.entries(authHeaders('{{$credentials.apiKey}}'));
	return Object.fromEntries(headers.map(([name, value]) => [name, `=${value}`]));
}
