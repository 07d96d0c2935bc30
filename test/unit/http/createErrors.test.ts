import { describe, expect, it } from '@jest/globals';
import type { INode } from 'n8n-workflow';

import { asyncFlow } from '../../../nodes/AsyncFlow/provider';
import { inSeconds, redirectError } from '../../../nodes/shared/http/createErrors';
import { InputError, ProviderError } from '../../../nodes/shared/http/errors';
import { parseHttpUrl } from '../../../nodes/shared/http/httpUrl';
import { factsOf, toNodeError } from '../../../nodes/shared/items/toNodeError';

const NODE: INode = { id: '1', name: 'Node', type: 'n', typeVersion: 1, position: [0, 0], parameters: {} };
const shownAs = (error: Error) =>
	toNodeError(error, { node: NODE, provider: 'AsyncFlow', action: 'test' }).description;

describe('durations', () => {
	it.each([
		[1000, '1 second'],
		[999.6, '1 second'],
		[0, '0 seconds'],
		[1, '0.001 seconds'],
		[2500, '2.5 seconds'],
		[1234.5678, '1.235 seconds'],
		[300_000, '300 seconds'],
	])('%d ms are %s', (milliseconds, text) => {
		expect(inSeconds(milliseconds)).toBe(text);
	});

	it('in the facts of an error have milliseconds', () => {
		const error = new ProviderError({ kind: 'rateLimited', title: 'T', nextStep: 'N', waitedMs: 61_234.567 });
		expect(factsOf(error).waitedSeconds).toBe(61.235);
	});
});

describe('the description of an error', () => {
	const failure = { kind: 'unusable', title: 'Title', nextStep: 'Run again' } as const;

	it.each([
		['Choose another', 'Choose another.'],
		['Copy the URL, such as https://example.com/…', 'Copy the URL, such as https://example.com/…'],
		['Enter the text “Stop.”', 'Enter the text “Stop.”'],
		['Is it right?', 'Is it right?'],
	])('ends %j with one punctuation mark', (nextStep, description) => {
		expect(shownAs(new InputError('Title', nextStep))).toBe(description);
		expect(shownAs(new ProviderError({ ...failure, nextStep }))).toBe(description);
	});

	it.each([
		['No voice', 'AsyncFlow reported: “No voice”.'],
		['No voice.', 'AsyncFlow reported: “No voice.”'],
	])('quotes the provider: %s', (message, quoted) => {
		expect(shownAs(new ProviderError({ ...failure, message }))).toBe(`Run again. ${quoted}`);
	});

	it('has code, status, attempts and waits at its end', () => {
		const error = new ProviderError({
			...failure,
			code: 'CODE',
			status: 429,
			attempts: 2,
			retryAfterMs: 1000,
			waitedMs: 1500,
			notes: ['The task ID is 7'],
		});
		expect(shownAs(error)).toBe(
			'Run again. The task ID is 7. (CODE, HTTP 429, 2 attempts, retry after 1 second, waited 1.5 seconds)',
		);
	});
});

describe('a redirect', () => {
	it('says that requests with the API key do not follow it, since others do', () => {
		const target = { provider: asyncFlow, baseUrl: 'https://api.example.com', secrets: [] };
		const { failure } = redirectError(target, 302, 'https://elsewhere.example/login', '/voices');
		expect(failure.nextStep).toMatch(/Requests with the API key do not follow redirects/);
	});
});

describe('an absolute web address', () => {
	it.each(['https://example.com', 'HTTP://example.com/a?b#c', 'http://[::1]:3000'])('is %s', (text) => {
		expect(parseHttpUrl(text)?.href).toBe(new URL(text).href);
	});

	it.each([
		'',
		'example.com',
		'https:example.com',
		'//example.com',
		'https://',
		'ftp://example.com',
		'javascript:1',
	])('is not %j', (text) => {
		expect(parseHttpUrl(text)).toBeUndefined();
	});
});
