import { InputError } from './errors';

/**
 * Validates the API key of a credential, which also signs callback URLs.
 *
 * @throws {InputError} if it is empty.
 */
export function parseApiKey(value: unknown): string {
	if (typeof value === 'string' && value.trim() !== '') return value;
	throw new InputError('The API key is empty', 'Enter your API key in the credential');
}
