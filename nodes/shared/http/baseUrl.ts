import { InputError } from './errors';

// RFC 6761 section 6.3 (localhost), RFC 1122 section 3.2.1.3 (127/8), RFC 4291 section 2.5.3 (::1).
const LOOPBACK_HOST = /^(localhost|[^.]+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether a host name leads to the machine itself. */
export const isLoopback = (hostname: string): boolean => LOOPBACK_HOST.test(hostname);

/**
 * The base URL of a credential, in the form that paths are appended to: no trailing slash.
 *
 * @throws {InputError} unless it is an absolute https URL (or http on a loopback host) without user
 *   name, password, query or fragment.
 */
export function parseBaseUrl(value: unknown): string {
	const text = typeof value === 'string' ? value.trim() : '';
	if (text === '') {
		throw new InputError(
			'The base URL is empty',
			'Enter the base URL in the credential, or restore its default',
		);
	}

	if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) {
		throw new InputError(
			'The base URL is not a web address',
			'Enter an absolute URL in the credential, such as https://api.example.com',
		);
	}
	const url = new URL(text);
	if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
		throw new InputError(
			'The base URL must start with https://',
			'Plain http would send the API key in the clear, so it is only allowed for this machine (localhost, 127.0.0.1)',
		);
	}
	if (url.username !== '' || url.password !== '') {
		throw new InputError(
			'The base URL must not contain a user name or password',
			'Remove the part before the @ sign; the API key is all that is needed',
		);
	}
	if (url.search !== '' || url.hash !== '') {
		throw new InputError(
			'The base URL must not contain a query or a fragment',
			'Remove everything from the ? or # sign on',
		);
	}
	let end = url.href.length;
	// A pattern such as /\/+$/ takes quadratic time on a URL of nothing but slashes.
	while (url.href.charAt(end - 1) === '/') end -= 1;
	return url.href.slice(0, end);
}
