import { describe, expect, it } from '@jest/globals';
import { ExecuteContext, LoadOptionsContext, WebhookContext } from 'n8n-core';

import { asyncFlowRun } from '../../support/asyncFlow';
import { shown } from '../../support/n8nCore';
import { SMALL, useWorld } from '../../support/world';

/**
 * `transport.ts` derives a context with `Object.create`, to give n8n the abort signal of a single request. That
 * works as long as the contexts of n8n have no `#private` members, which a derived object does not have.
 */
describe('contexts of n8n can be derived with Object.create', () => {
	it.each([ExecuteContext, LoadOptionsContext, WebhookContext])('%p has no #private members', (type) => {
		for (
			let current: unknown = type;
			typeof current === 'function';
			current = Object.getPrototypeOf(current)
		) {
			expect(Function.prototype.toString.call(current)).not.toMatch(/this\.#|#\w+ in /);
		}
	});

	const world = useWorld();

	it.each([
		['before the headers', { kind: 'hang', times: 9 }],
		['in the body, when the timeout of n8n has ended', { kind: 'stall', keepBytes: 2000, times: 9 }],
	] as const)('and n8n honours the signal of the derived context: %s', async (_, fault) => {
		await world.account.fault(fault);
		const run = asyncFlowRun(world.playground, world.account, { ...SMALL, options: { timeout: 1 } });
		expect(shown(await world.core.run(run)).title).toMatch(/did not complete the response within 1 second/);
	});
});
