import { describe, expect, it } from '@jest/globals';

import { accountId, Accounts } from '../../../nodes/shared/concurrency/account';
import { SimulatedClock } from '../../support/simulatedClock';

const OPEN = new AbortController().signal;

describe('Accounts', () => {
	it('shares a gate per account and kind of request, and hides the key', () => {
		const accounts = new Accounts(new SimulatedClock());
		const one = accountId('https://api.example.com', 'sk_secret');
		expect(one).not.toContain('sk_secret');
		expect(accounts.gate(one, 'speech')).toBe(accounts.gate(one, 'speech'));
		expect(accounts.gate(one, 'speech')).not.toBe(accounts.gate(one, 'tasks'));
		expect(accounts.gate(one, 'speech')).not.toBe(
			accounts.gate(accountId('https://api.example.com', 'other'), 'speech'),
		);
		expect(accountId('https://a.example', 'k')).not.toBe(accountId('https://b.example', 'k'));
	});

	it('forgets an account only when it is idle', async () => {
		const clock = new SimulatedClock();
		const accounts = new Accounts(clock);
		const busy = accounts.gate('busy', 'speech');
		const slot = await busy.enter(busy.open(1), OPEN);
		accounts.gate('idle', 'speech');
		await clock.run(clock.sleep(11 * 60_000));
		accounts.gate('new', 'speech');
		expect(accounts.size).toBe(2);
		expect(accounts.gate('busy', 'speech')).toBe(busy);
		slot?.release();
	});
});
