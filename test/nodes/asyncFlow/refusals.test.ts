import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { asyncFlowRun } from '../../support/asyncFlow';
import { N8nCore, shown } from '../../support/n8nCore';
import type { Playground } from '../../support/playground';
import { startPlayground } from '../../support/playground';

let core: N8nCore;
let playground: Playground;

beforeAll(async () => {
	[core, playground] = await Promise.all([N8nCore.load(), startPlayground()]);
});
afterAll(async () => {
	await playground.close();
});

describe('before anything is sent', () => {
	const REFUSED: Array<{
		what: string;
		changes: Parameters<typeof asyncFlowRun>[2];
		says: RegExp;
		next: RegExp;
	}> = [
		{ what: 'an empty text', changes: { text: ' \n ' }, says: /Text is empty/, next: /Enter a value/ },
		{
			what: 'no voice',
			changes: { voiceId: { __rl: true, mode: 'id', value: '={{ "" }}' } },
			says: /No voice selected/,
			next: /from the list, or enter its ID/,
		},
		{
			what: 'a sample rate out of range',
			changes: { sampleRate: '={{ 96000 }}' },
			says: /Sample Rate must be a whole number from 8000 to 48000/,
			next: /It was 96000/,
		},
		{
			what: 'a bit rate out of range',
			changes: { bitRate: 1 },
			says: /Bit Rate must be a whole number from 32000 to 320000/,
			next: /It was 1/,
		},
		{
			what: 'a container that does not exist',
			changes: { container: '={{ "ogg" }}' },
			says: /Output Format must be one of mp3, raw, wav/,
			next: /It was "ogg"/,
		},
		{
			what: 'a model that only streams',
			changes: { modelId: '={{ "async_flash_v1.5" }}' },
			says: /async_flash_v1.5 is only available for streaming/,
			next: /Choose one of asyncflow_v2.0/,
		},
		{
			what: 'a language that the model does not speak',
			changes: { options: { language: 'fr' } },
			says: /asyncflow_v2.0 does not support the language fr/,
			next: /fr is supported by asyncflow_multilingual_v1.0/,
		},
		{
			what: 'a speed that the model does not have',
			changes: { options: { speed: 1.2 } },
			says: /asyncflow_v2.0 has no speed or stability setting/,
			next: /choose async_flash_v1.0/,
		},
	];

	it.each(REFUSED)('refuses $what', async ({ changes, says, next }) => {
		const account = await playground.account();
		const result = await core.run(asyncFlowRun(playground, account, changes));
		const { title, description } = shown(result);
		expect(title).toMatch(says);
		expect(title).toMatch(/item 0\]$/);
		expect(description).toMatch(next);
		expect(await account.requests()).toEqual([]);
	});

	it.each([
		['http://api.async.ai', /must start with https/],
		['api.async.ai', /is not an absolute URL/],
		['', /base URL is empty/],
	])('refuses the base URL %p', async (baseUrl, says) => {
		const run = asyncFlowRun(playground, { apiKey: 'some-key' });
		const result = await core.run({ ...run, credential: { ...run.credential, baseUrl } });
		expect(shown(result).title).toMatch(says);
	});

	it('refuses an empty API key', async () => {
		const account = await playground.account();
		const run = asyncFlowRun(playground, account);
		const result = await core.run({ ...run, credential: { ...run.credential, apiKey: ' ' } });
		expect(shown(result).title).toMatch(/API key is empty/);
		expect(await account.requests()).toEqual([]);
	});

	it('says so when the host cannot be reached, and when it does not exist', async () => {
		const run = asyncFlowRun(playground, { apiKey: 'some-key' }, { options: { maxRetries: 1 } });
		const unreachable = await core.run({
			...run,
			credential: { ...run.credential, baseUrl: 'http://127.0.0.1:9' },
		});
		expect(shown(unreachable).title).toMatch(/Could not connect to 127\.0\.0\.1:9/);
		expect(shown(unreachable).description).toMatch(/Nothing was sent.*2 attempts/s);
		const missing = await core.run({
			...run,
			credential: { ...run.credential, baseUrl: 'https://nowhere.invalid' },
		});
		expect(shown(missing).title).toMatch(
			/(Host nowhere\.invalid not found|Could not connect to nowhere\.invalid)/,
		);
	});
});
