import { describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';
import { createHmac } from 'node:crypto';

import { hasCallbackToken, signCallbackUrl, webhookSubject } from '../../nodes/shared/webhook/callbackToken';
import { DeliveryLog } from '../../nodes/shared/webhook/deliveryLog';

const KEY = 'a-key';
const queryOf = (url: string) => Object.fromEntries(new URL(url).searchParams);

describe('the token of a callback URL', () => {
	const signed = signCallbackUrl(new URL('https://n8n.example/webhook/1/hook?x=1'), KEY, 'subject');

	it('is an HMAC that others can compute with the key, and keeps the rest of the URL', () => {
		const wanted = createHmac('sha256', KEY)
			.update('n8n-nodes-voice-cloning callback\nsubject')
			.digest('base64url');
		expect(queryOf(signed)).toEqual({ x: '1', token: wanted });
		expect(signed).not.toContain(KEY);
	});

	it('holds for its key and its subject only', () => {
		expect(hasCallbackToken(queryOf(signed), KEY, 'subject')).toBe(true);
		expect(hasCallbackToken(queryOf(signed), 'another-key', 'subject')).toBe(false);
		expect(hasCallbackToken(queryOf(signed), KEY, 'another subject')).toBe(false);
	});

	it.each([
		[{}],
		[{ token: '' }],
		[{ token: 'short' }],
		[{ token: ['a', 'b'] }],
		[{ token: { length: 43 } }],
		[{ token: 'x'.repeat(43) }],
		[{ token: 'x'.repeat(100_000) }],
	])('is not %j', (query) => {
		expect(hasCallbackToken(query, KEY, 'subject')).toBe(false);
	});

	it('is the same for the test and the production URL, and behind a proxy with a prefix', () => {
		const subjects = [
			'https://n8n.example/webhook/0a1b/webhook',
			'https://n8n.example/webhook-test/0a1b/webhook',
			'https://example.com/apps/n8n/webhook/0a1b/webhook?token=old',
		].map(webhookSubject);
		expect(new Set(subjects).size).toBe(1);
		expect(webhookSubject('https://n8n.example/webhook/0a1c/webhook')).not.toBe(subjects[0]);
	});
});

describe('the log of deliveries', () => {
	it('lets each delivery be claimed once, whatever the order', () => {
		const log = new DeliveryLog('once', {});
		expect([log.claim('a'), log.claim('b'), log.claim('a')]).toEqual([true, true, false]);
	});

	it('is shared by all calls of a webhook that are under way, whose static data differ', () => {
		expect(new DeliveryLog('shared', {}).claim('a')).toBe(true);
		expect(new DeliveryLog('shared', {}).claim('a')).toBe(false);
		expect(new DeliveryLog('other', {}).claim('a')).toBe(true);
	});

	it('survives a restart in the static data', () => {
		const stored: IDataObject = {};
		new DeliveryLog('before the restart', stored).claim('a');
		const read = JSON.parse(JSON.stringify(stored)) as IDataObject;
		expect(new DeliveryLog('after the restart', read).claim('a')).toBe(false);
		expect(new DeliveryLog('after the restart', read).claim('b')).toBe(true);
	});

	it('lets what was given back come again, also when old static data still has it', () => {
		const stored: IDataObject = {};
		const log = new DeliveryLog('released', stored);
		log.claim('a');
		const old = structuredClone(stored);
		log.release('a');
		expect(new DeliveryLog('released', old).claim('a')).toBe(true);
	});

	it('is bounded, and forgets the oldest first', () => {
		const stored: IDataObject = {};
		const log = new DeliveryLog('bounded', stored);
		for (let i = 0; i < 1500; i += 1) log.claim(`task ${i}`);
		expect(stored['deliveries']).toHaveLength(1000);
		expect(log.claim('task 1499')).toBe(false);
		expect(log.claim('task 0')).toBe(true);
	});

	it('does not trip over static data that somebody else has written', () => {
		expect(new DeliveryLog('odd', { deliveries: 'nonsense' }).claim('a')).toBe(true);
	});
});
