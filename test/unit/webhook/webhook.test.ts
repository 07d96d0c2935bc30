import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { createHmac } from 'node:crypto';

import { readDelivery } from '../../../nodes/AiVoiceCloneFree/webhook/delivery';
import {
	callbackSecrets,
	callbackToken,
	hasCallbackToken,
	signCallbackUrl,
	webhookSubject,
} from '../../../nodes/shared/webhook/callbackToken';
import { RecentKeys } from '../../../nodes/shared/webhook/recentKeys';
import { sanitize } from '../../../nodes/shared/webhook/sanitize';

const KEY = 'a-key';
const queryOf = (url: string) => Object.fromEntries(new URL(url).searchParams);

describe('callback token', () => {
	const signed = signCallbackUrl(new URL('https://n8n.example/webhook/1/hook?x=1'), KEY, 'subject');

	it('is an HMAC, and the rest of the URL stays unchanged', () => {
		const expected = createHmac('sha256', KEY)
			.update('n8n-nodes-voice-cloning callback\nsubject')
			.digest('base64url');
		expect(queryOf(signed)).toEqual({ x: '1', voice_token: expected });
		expect(signed).not.toContain(KEY);
	});

	it('is valid only for its key and subject', () => {
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
	])('is not valid in the query %j', (query) => {
		expect(hasCallbackToken(query, KEY, 'subject')).toBe(false);
	});

	it('is never valid without an API key', () => {
		const token = callbackToken('', 'subject');
		expect(hasCallbackToken({ voice_token: token }, '', 'subject')).toBe(false);
	});

	it('is the same in the test and production URLs, and behind a proxy with a prefix', () => {
		const subjects = [
			'https://n8n.example/webhook/0a1b/webhook',
			'https://n8n.example/webhook-test/0a1b/webhook',
			'https://example.com/apps/n8n/webhook/0a1b/webhook?voice_token=old',
		].map(webhookSubject);
		expect(new Set(subjects).size).toBe(1);
		expect(webhookSubject('https://n8n.example/webhook/0a1c/webhook')).not.toBe(subjects[0]);
	});
});

describe('callbackSecrets', () => {
	it("returns our token and n8n's signature, if they are strings", () => {
		const url = signCallbackUrl(new URL('https://n8n.example/webhook-waiting/7?signature=abc'), KEY, 'x');
		expect(callbackSecrets(queryOf(url))).toEqual([callbackToken(KEY, 'x'), 'abc']);
		expect(callbackSecrets({})).toEqual([]);
		expect(callbackSecrets({ voice_token: ['a'], signature: '' })).toEqual([]);
	});
});

describe('readDelivery', () => {
	const read = (taskId: unknown) => readDelivery({ task_id: taskId, status: 'completed' })?.taskId;

	it.each([
		['as documented', 'abc123def456ghi789', 'abc123def456ghi789'],
		['a UUID', '7b8f0f5e-5f0c-4d9e-9d3b-0a1b2c3d4e5f', '7b8f0f5e-5f0c-4d9e-9d3b-0a1b2c3d4e5f'],
		['a number', 42, '42'],
		['with all allowed characters', 'v1.2:a_b~c-D', 'v1.2:a_b~c-D'],
		['of maximum length', 'x'.repeat(200), 'x'.repeat(200)],
	])('accepts a task ID: %s', (_, id, taskId) => {
		expect(read(id)).toBe(taskId);
	});

	it.each([
		['a lone surrogate', '\ud800evil'],
		['a lone surrogate at the end', 'evil\udfff'],
		['a control character', 'a\u0000b'],
		['a line break at the end', 'abc\n'],
		['a dot', '.'],
		['two dots', '..'],
		['two dots inside', 'a..b'],
		['a slash', 'a/b'],
		['a backslash', 'a\\b'],
		['a path', '../../task-status/x'],
		['an encoded path', '..%2f..%2fx'],
		['a query', 'a?b=c'],
		['a fragment', 'a#b'],
		['a space', 'a b'],
		['letters outside ASCII', 'tâche'],
		['empty', ''],
		['too long', 'x'.repeat(201)],
		['an object', { toString: 'x' }],
		['a boolean', true],
		['null', null],
	])('rejects a task ID: %s', (_, taskId) => {
		expect(read(taskId)).toBeUndefined();
	});

	it('accepts no task ID that leads to another path', () => {
		const base = 'https://api.example/async-clone/task-status/';
		const anyId = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[\w.~:%/\\-]*$/));
		fc.assert(
			fc.property(anyId, (id) => {
				const taskId = read(id);
				fc.pre(taskId !== undefined);
				expect(decodeURIComponent(encodeURIComponent(taskId))).toBe(id);
				expect(new URL(`${base}${encodeURIComponent(taskId)}`).pathname).toBe(
					`/async-clone/task-status/${encodeURIComponent(taskId)}`,
				);
			}),
			{ numRuns: 2000 },
		);
	});

	it.each([[undefined], [''], ['x'.repeat(51)], [1], [null]])('rejects the status %j', (status) => {
		expect(readDelivery({ task_id: '1', status })).toBeUndefined();
	});
});

describe('sanitize', () => {
	const SECRETS = ['sk_0123456789abcdef', 'token-0123456789abcdef'];

	it('redacts secrets and keeps the rest', () => {
		const value = {
			callback_url: `https://n8n.example/webhook/1?voice_token=${String(SECRETS[1])}`,
			nested: [{ [`key ${String(SECRETS[0])}`]: `${SECRETS.join()} ${SECRETS.join()}` }],
			...{ number: 1.5, flag: false, nothing: null },
		};
		expect(sanitize(value, { secrets: SECRETS })).toEqual({
			callback_url: 'https://n8n.example/webhook/1?voice_token=***',
			nested: [{ 'key ***': '***,*** ***,***' }],
			...{ number: 1.5, flag: false, nothing: null },
		});
	});

	it('leaves no part of a secret where it cuts a long text', () => {
		const clean = sanitize('x'.repeat(1995) + String(SECRETS[0]), { secrets: SECRETS });
		expect(clean).toBe(`${'x'.repeat(1995)}***`);
	});

	it('limits the size, and redacts secrets everywhere', () => {
		const secret = fc.constantFrom(...SECRETS);
		const text = fc.tuple(fc.string(), secret, fc.string()).map((parts) => parts.join(''));
		const { tree } = fc.letrec((tie) => ({
			tree: fc.oneof({ maxDepth: 8 }, text, fc.integer(), tie('list'), tie('record')),
			list: fc.array(tie('tree')),
			record: fc.dictionary(text, tie('tree')),
		}));
		fc.assert(
			fc.property(tree, (value) => {
				const clean = JSON.stringify(sanitize(value, { secrets: SECRETS }));
				for (const redacted of SECRETS) expect(clean).not.toContain(redacted);
			}),
		);
		expect(sanitize('x'.repeat(5000), { secrets: [] })).toHaveLength(2001);
		expect(sanitize(Array.from({ length: 500 }), { secrets: [] })).toHaveLength(100);
		const deep = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`) as unknown;
		expect(JSON.stringify(sanitize(deep, { secrets: [] }))).toBe('[[[[["…"]]]]]');
	});

	it('does not set the prototype of an object', () => {
		const value = JSON.parse('{"__proto__": {"polluted": true}}') as object;
		const clean = sanitize(value, { secrets: [] }) as { polluted?: boolean };
		expect(clean.polluted).toBeUndefined();
	});
});

describe('RecentKeys', () => {
	it('remembers the latest keys that were not deleted', () => {
		const operation = fc.tuple(fc.constantFrom('add', 'add', 'delete'), fc.integer({ min: 0, max: 9 }));
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 6 }), fc.array(operation), (max, operations) => {
				const recent = new RecentKeys(max);
				let expected: string[] = [];
				for (const [name, number] of operations) {
					const key = String(number);
					expected = expected.filter((other) => other !== key);
					if (name === 'add') {
						recent.add(key);
						expected = [...expected, key].slice(-max);
					} else recent.delete(key);
				}
				for (let number = 0; number <= 9; number += 1) {
					expect(recent.has(String(number))).toBe(expected.includes(String(number)));
				}
			}),
		);
	});

	it('forgets a key after its time, but keeps one that was added without a time', () => {
		jest.useFakeTimers({ now: 0 });
		try {
			const recent = new RecentKeys(10);
			recent.add('a', 1000);
			recent.add('b', 1000);
			recent.add('b');
			jest.setSystemTime(999);
			expect([recent.has('a'), recent.has('b')]).toEqual([true, true]);
			jest.setSystemTime(1000);
			expect([recent.has('a'), recent.has('b')]).toEqual([false, true]);
		} finally {
			jest.useRealTimers();
		}
	});
});
