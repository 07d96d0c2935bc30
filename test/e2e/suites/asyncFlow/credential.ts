import { describe, expect, test } from '@jest/globals';

import type { CredentialTestResult } from '../../../../tools/n8n/types.ts';
import type { N8nInstance } from '../../../support/n8nInstance';
import type { Fault } from '../../../support/playground';

const CONTROL: Array<[title: string, fault: Fault, message: RegExp]> = [
	[
		'a key without permission (403)',
		{ kind: 'status', status: 403, message: 'This key may not list voices' },
		/does not allow this request.*plan and your key's scopes/,
	],
	[
		'a challenge page instead of JSON (403)',
		{ kind: 'html', status: 403 },
		/AsyncFlow returned a web page instead of an API response.*Cloudflare challenge/,
	],
	[
		'a login page with status 200',
		{ kind: 'html', status: 200 },
		/AsyncFlow returned a web page instead of an API response/,
	],
	[
		'a redirect, which is not followed',
		{ kind: 'redirect', location: 'https://elsewhere.example/voices' },
		/redirected the request to https:\/\/elsewhere\.example.*do not follow redirects/,
	],
];

const BAD_URLS: Array<[baseUrl: string, message: RegExp]> = [
	['', /base URL is empty/],
	['api.async.ai', /not an absolute URL/],
	['http://api.async.ai', /must start with https:\/\//],
	['https://user:secret@api.async.ai', /must not contain a user name or password/],
	['https://api.async.ai?x=1', /must not contain a query or fragment/],
	['http://127.0.0.1:9', /Could not connect to 127\.0\.0\.1:9.*base URL/],
	[
		'https://no-such-host.invalid',
		/(Host no-such-host\.invalid not found|Could not connect to no-such-host\.invalid)/,
	],
];

export function credentialTests(n8n: () => N8nInstance): void {
	const check = async (apiKey: string, baseUrl: string): Promise<CredentialTestResult> =>
		await n8n().client.testCredential('asyncFlowApi', { apiKey, baseUrl });

	describe('the credential test', () => {
		test('accepts a valid key, also a saved one', async () => {
			const { client, playground, asyncFlow } = n8n();
			const { account, credential } = await asyncFlow();
			const baseUrl = playground.baseUrl('asyncflow');
			expect(await check(account.apiKey, baseUrl)).toMatchObject({ status: 'OK' });
			expect(await check(account.apiKey, `${baseUrl}/`)).toMatchObject({ status: 'OK' });
			const saved = await client.testCredential(
				'asyncFlowApi',
				{ apiKey: account.apiKey, baseUrl },
				credential,
			);
			expect(saved).toMatchObject({ status: 'OK' });
		});

		test('explains an invalid key (401)', async () => {
			const result = await check('sk_wrong', n8n().playground.baseUrl('asyncflow'));
			expect(result.status).toBe('Error');
			expect(result.message).toMatch(/API key was rejected.*Check the API key/);
			expect(result.message).not.toContain('sk_wrong');
		});

		test.each(CONTROL)('explains %s', async (_title, fault, message) => {
			const { playground } = n8n();
			const account = await playground.account();
			await account.fault(fault);
			const result = await check(account.apiKey, playground.baseUrl('asyncflow'));
			expect(result.status).toBe('Error');
			expect(result.message).toMatch(message);
		});

		test.each(BAD_URLS)('explains the base URL "%s"', async (baseUrl, message) => {
			const result = await check('sk_any', baseUrl);
			expect(result.status).toBe('Error');
			expect(result.message).toMatch(message);
		});
	});
}
