import { describe, expect, test } from '@jest/globals';

import type { CredentialTestResult } from '../../../../tools/n8n/types.ts';
import type { N8nInstance } from '../../../support/n8nInstance';
import type { Fault } from '../../../support/playground';

const CONTROL: Array<[title: string, fault: Fault, message: RegExp]> = [
	[
		'a key without permission (403)',
		{ kind: 'status', status: 403, message: 'This key may not list voices' },
		/not allowed to do this.*plan and the scopes/,
	],
	[
		'a challenge page instead of JSON (403)',
		{ kind: 'html', status: 403 },
		/web page came back instead of an answer of AsyncFlow.*Cloudflare challenge/,
	],
	[
		'a login page with status 200',
		{ kind: 'html', status: 200 },
		/web page came back instead of an answer of AsyncFlow/,
	],
	[
		'a redirect, which is not followed',
		{ kind: 'redirect', location: 'https://elsewhere.example/voices' },
		/redirects to https:\/\/elsewhere\.example.*not followed/,
	],
];

const BAD_URLS: Array<[baseUrl: string, message: RegExp]> = [
	['', /base URL is empty/],
	['api.async.ai', /not a web address/],
	['http://api.async.ai', /must start with https:\/\//],
	['https://user:secret@api.async.ai', /must not contain a user name or password/],
	['https://api.async.ai?x=1', /must not contain a query/],
	['http://127.0.0.1:9', /127\.0\.0\.1:9 cannot be reached.*base URL/],
	['https://no-such-host.invalid', /no-such-host\.invalid (cannot be found|cannot be reached)/],
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
			expect(result.message).toMatch(/did not accept the API key.*Check the API key/);
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
