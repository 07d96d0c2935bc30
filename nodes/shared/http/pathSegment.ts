import { InputError } from './errors';

/**
 * Encodes an ID as one segment of a path.
 *
 * @throws {InputError} for `.` and `..`, which change the path however they are encoded (RFC 3986 section
 *   5.2.4), and for a lone surrogate, which cannot be encoded.
 */
export function pathSegment(id: string, label: string): string {
	if (/^\.{1,2}$/.test(id) || /\p{Cs}/u.test(id))
		throw new InputError(`${label} is not a valid ID`, `Check the value ${JSON.stringify(id)}`);
	return encodeURIComponent(id);
}
