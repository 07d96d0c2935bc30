import { InputError } from './errors';
import { parseHttpUrl } from './httpUrl';

// RFC 6761 section 6.3 (localhost), RFC 1122 section 3.2.1.3 (127/8), RFC 4291 section 2.5.3 (::1).
const LOOPBACK_HOST = /^(localhost|[^.]+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether a host name is this machine. */
export const isLoopback = (hostname: string): boolean => LOOPBACK_HOST.test(hostname);

/**
 * Validates the base URL of a credential.
 *
 * @returns The URL without a trailing slash, so that paths can be appended.
 * @throws {InputError} unless it is an absolute https URL (or http on a loopback host) without user name,
 *   password, query or fragment.
 */
export function parseBaseUrl(value: unknown): string {
	const text = typeof value === 'string' ? value.trim() : '';
	if (text === '') {
		throw new InputError(
			'The base URL is empty',
			'Enter the base URL in the credential, or restore the default',
		);
	}

	const url = parseHttpUrl(text);
	if (url === undefined) {
		throw new InputError(
			'The base URL is not an absolute URL',
			'Enter a base URL such as https://api.example.com in the credential',
		);
	}
	if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
		throw new InputError(
			'The base URL must start with https://',
			'Change it in the credential. Plain http would expose the API key, so it is only allowed for localhost and 127.0.0.1',
		);
	}
	if (url.username !== '' || url.password !== '') {
		throw new InputError(
			'The base URL must not contain a user name or password',
			'Remove everything before the @ sign, and the sign itself. The API key is sufficient',
		);
	}
	if (url.search !== '' || url.hash !== '') {
		throw new InputError(
			'The base URL must not contain a query or fragment',
			'Remove the ? or # sign and everything after it',
		);
	}
	let end = url.href.length;
	// A pattern such as /\/+$/ takes quadratic time for a URL of slashes only.
	while (url.href.charAt(end - 1) === '/') end -= 1;
	return url.href.slice(0, end);
}
