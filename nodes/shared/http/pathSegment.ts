import { InputError } from './errors';

/**
 * An ID as one segment of a path.
 *
 * @throws {InputError} for `.` and `..`, which no encoding keeps from leading to another path (RFC 3986
 *   section 5.2.4), and for half a character, which has no encoding.
 */
export function pathSegment(id: string, label: string): string {
	if (/^\.{1,2}$/.test(id) || /\p{Cs}/u.test(id))
		throw new InputError(`${label} must be an ID`, `It was ${JSON.stringify(id)}`);
	return encodeURIComponent(id);
}
