import { describe, expect, it } from '@jest/globals';

import { aiVoiceCloneFree } from '../../../nodes/AiVoiceCloneFree/provider';
import { asyncFlow } from '../../../nodes/AsyncFlow/provider';
import { faseeh } from '../../../nodes/Faseeh/provider';
import { authExpressions } from '../../../nodes/shared/http/authHeaders';
import { errorRow, GENERAL_ERRORS, OTHER_ERRORS } from '../../../nodes/shared/http/errorTable';

const PROVIDERS = [asyncFlow, aiVoiceCloneFree, faseeh];

describe.each(PROVIDERS)('the errors of $displayName', (provider) => {
	it.each([
		[400, /rejected the (request|sample)$/],
		[401, /^The .+ API key was rejected$/],
		[429, /rate limit reached$/],
		[500, /failed to process the request$/],
		[501, /failed to process the request$/],
		[502, /is temporarily unavailable$/],
		[418, /returned an unexpected status$/],
	])('%i names the provider', (status, title) => {
		const row = errorRow(provider, status, {});
		expect(row.title).toMatch(title);
		expect(row.title).toContain(provider.displayName);
		expect(row.title + row.nextStep).not.toContain('{provider}');
	});

	it('tell a concurrency limit from a rate limit', () => {
		const message = 'Too many concurrent requests';
		expect(errorRow(provider, 429, { message }).kind).toBe('concurrencyLimited');
		expect(errorRow(provider, 429, {}).kind).toBe('rateLimited');
	});

	it('repeat no row of the general table', () => {
		const texts = (rows: ReadonlyArray<{ title: string; nextStep: string }>) =>
			rows.map(({ title, nextStep }) => `${title} ${nextStep}`);
		const general = texts([...GENERAL_ERRORS, ...Object.values(OTHER_ERRORS)]);
		const own = provider.errors.filter(({ code }) => code === undefined);
		expect(texts(own).filter((text) => general.includes(text))).toEqual([]);
	});

	it('are sentences without a full stop, which the error adds', () => {
		for (const { title, nextStep } of [...provider.errors, ...GENERAL_ERRORS]) {
			expect(title).not.toMatch(/[.!?]$/);
			expect(nextStep).toMatch(/^[A-Z].*[^.]$/);
		}
	});
});

describe('the status of a code', () => {
	it.each([
		[asyncFlow, 'USAGE_LIMIT_EXCEEDED', 429],
		[asyncFlow, 'INVALID_API_KEY', 401],
		[asyncFlow, 'SOMETHING_ELSE', undefined],
		[faseeh, '40101', 401],
		[faseeh, '50001', 500],
		// Of another service at the same address.
		[faseeh, '20000', undefined],
		[faseeh, '40999', undefined],
		[aiVoiceCloneFree, 'anything', undefined],
	] as const)('%#: %j', (provider, code, status) => {
		expect(provider.statusOfCode(code)).toBe(status);
	});
});

describe('the headers with the API key', () => {
	it.each([
		[asyncFlow, { 'x-api-key': '={{$credentials.apiKey}}', version: '=v1' }],
		[aiVoiceCloneFree, { Authorization: '=Bearer {{$credentials.apiKey}}' }],
		[faseeh, { 'x-api-key': '={{$credentials.apiKey}}' }],
	] as const)('%#: are expressions in the credential', (provider, headers) => {
		expect(authExpressions(provider)).toEqual(headers);
	});
});
