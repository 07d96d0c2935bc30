import { describe, expect, it } from '@jest/globals';

import { parseBaseUrl } from '../../../nodes/shared/http/baseUrl';
import { InputError } from '../../../nodes/shared/http/errors';

describe('parseBaseUrl', () => {
	it.each([
		['https://api.async.ai', 'https://api.async.ai'],
		['https://api.async.ai/', 'https://api.async.ai'],
		['  https://api.async.com//  ', 'https://api.async.com'],
		['https://api.faseeh.ai/api/v1/', 'https://api.faseeh.ai/api/v1'],
		['https://voice.example:8443/base', 'https://voice.example:8443/base'],
		['http://localhost:3000', 'http://localhost:3000'],
		['http://127.0.0.1:3000/asyncflow', 'http://127.0.0.1:3000/asyncflow'],
		['http://127.8.9.10', 'http://127.8.9.10'],
		['http://[::1]:3000', 'http://[::1]:3000'],
		['http://voice.localhost', 'http://voice.localhost'],
	])('accepts %j', (given, expected) => {
		expect(parseBaseUrl(given)).toBe(expected);
	});

	it.each([
		['', /empty/],
		[undefined, /empty/],
		['api.async.ai', /not an absolute URL/],
		['ftp://api.async.ai', /not an absolute URL/],
		['https://', /not an absolute URL/],
		['https:api.async.ai', /not an absolute URL/],
		['http://api.async.ai', /must start with https/],
		// Not loopback, however it looks.
		['http://localhost.evil.example', /must start with https/],
		['http://127.0.0.1.evil.example', /must start with https/],
		['http://192.168.0.1', /must start with https/],
		['https://user:pass@api.async.ai', /user name or password/],
		['https://api.async.ai?key=1', /query or fragment/],
		['https://api.async.ai#top', /query or fragment/],
	])('refuses %j', (given, message) => {
		expect(() => parseBaseUrl(given)).toThrow(InputError);
		expect(() => parseBaseUrl(given)).toThrow(message);
	});
});
