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
		expect(queryOf(signed)).toEqual({ x: '1', voice_token: wanted });
		expect(signed).not.toContain(KEY);
	});

	it('holds for its key and its subject only', () => {
		expect(hasCallbackToken(queryOf(signed), KEY, 'subject')).toBe(true);
		expect(hasCallbackToken(queryOf(signed), 'another-key', 'subject')).toBe(false);
		expect(hasCallbackToken(queryOf(signed), KEY, 'another subject')).toBe(false);
	});

	it.each([
		[{}],
		[{ voice_token: '' }],
		[{ voice_token: 'short' }],
		[{ voice_token: ['a', 'b'] }],
		[{ voice_token: { length: 43 } }],
		[{ voice_token: 'x'.repeat(43) }],
		[{ voice_token: 'x'.repeat(100_000) }],
	])('is not %j', (query) => {
		expect(hasCallbackToken(query, KEY, 'subject')).toBe(false);
	});

	it('is the same for the test and the production URL, and behind a proxy with a prefix', () => {
		const subjects = [
			'https://n8n.example/webhook/0a1b/webhook',
			'https://n8n.example/webhook-test/0a1b/webhook',
			'https://example.com/apps/n8n/webhook/0a1b/webhook?voice_token=old',
		].map(webhookSubject);
		expect(new Set(subjects).size).toBe(1);
		expect(webhookSubject('https://n8n.example/webhook/0a1c/webhook')).not.toBe(subjects[0]);
	});
});

describe('the log of deliveries', () => {
	it('knows what was added, in all calls of a webhook that are under way', () => {
		new DeliveryLog('shared', {}).add('a');
		expect(new DeliveryLog('shared', {}).has('a')).toBe(true);
		expect(new DeliveryLog('shared', {}).has('b')).toBe(false);
		expect(new DeliveryLog('other', {}).has('a')).toBe(false);
	});

	it('survives a restart in the static data', () => {
		const stored: IDataObject = {};
		new DeliveryLog('before the restart', stored).add('a');
		const read = JSON.parse(JSON.stringify(stored)) as IDataObject;
		expect(new DeliveryLog('after the restart', read).has('a')).toBe(true);
	});

	it('is not put back to what it was by a call that takes long', () => {
		const stored: IDataObject = {};
		const slow = new DeliveryLog('slow', stored);
		slow.add('a');
		new DeliveryLog('slow', {}).add('b');
		slow.save();
		expect(stored['deliveries']).toEqual(['a', 'b']);
	});

	it('decides about one subject at a time, about others side by side', async () => {
		const log = new DeliveryLog('alone', {});
		const order: string[] = [];
		let finish: () => void = () => undefined;
		const blocked = new Promise<void>((resolve) => {
			finish = resolve;
		});
		const decide = (name: string, until?: Promise<void>) => async () => {
			order.push(`${name} begins`);
			await until;
			order.push(`${name} ends`);
			return name;
		};
		const all = [
			log.alone('task', decide('first', blocked)),
			new DeliveryLog('alone', {}).alone('task', decide('second')),
			log.alone('another', decide('third')),
		];
		await all[2];
		finish();
		expect(await Promise.all(all)).toEqual(['first', 'second', 'third']);
		expect(order.indexOf('second begins')).toBeGreaterThan(order.indexOf('first ends'));
		expect(order.indexOf('third ends')).toBeLessThan(order.indexOf('first ends'));
	});

	it('goes on after a decision that failed', async () => {
		const log = new DeliveryLog('failing', {});
		await expect(log.alone('task', async () => await Promise.reject(new Error('no')))).rejects.toThrow('no');
		expect(await log.alone('task', async () => await Promise.resolve('yes'))).toBe('yes');
	});

	it('is bounded, and forgets the oldest first', () => {
		const stored: IDataObject = {};
		const log = new DeliveryLog('bounded', stored);
		for (let i = 0; i < 1500; i += 1) log.add(`task ${i}`);
		expect(stored['deliveries']).toHaveLength(1000);
		expect([log.has('task 1499'), log.has('task 0')]).toEqual([true, false]);
	});

	it('does not trip over static data that somebody else has written', () => {
		expect(new DeliveryLog('odd', { deliveries: 'nonsense' }).has('a')).toBe(false);
	});
});
