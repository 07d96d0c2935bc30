import type { FastifyPluginCallback } from 'fastify';

import type { Account } from '../accounts/account.ts';
import type { Accounts } from '../accounts/registry.ts';
import type { AccountSettings } from '../accounts/types.ts';
import type { Fault } from '../faults/types.ts';
import { faultSchema, settingsSchema } from './schemas.ts';

interface ById {
	Params: { id: string };
}

class UnknownAccount extends Error {
	readonly statusCode = 404;
}

/** The control API, under `/control`: what tests use to set up accounts and to see what reached the server. */
export function control(accounts: Accounts): FastifyPluginCallback {
	const find = (id: string): Account => {
		const account = accounts.byId(id);
		if (!account) throw new UnknownAccount(`No account ${id}`);
		return account;
	};
	const state = ({ id, settings, usage }: Account) => ({ id, settings, usage });

	return (app, _options, done) => {
		app.post<{ Body: { settings?: Partial<AccountSettings> } | null }>(
			'/accounts',
			{
				schema: {
					body: {
						type: ['object', 'null'],
						properties: { settings: settingsSchema },
						additionalProperties: false,
					},
				},
			},
			(request, reply) => {
				const { id, apiKey } = accounts.create(request.body?.settings);
				return reply.code(201).send({ id, apiKey });
			},
		);
		app.get<ById>('/accounts/:id', ({ params }) => state(find(params.id)));
		app.patch<ById & { Body: Partial<AccountSettings> }>(
			'/accounts/:id',
			{ schema: { body: settingsSchema } },
			({ params, body }) => {
				const account = find(params.id);
				account.update(body);
				return state(account);
			},
		);
		app.post<ById & { Body: Fault | Fault[] }>(
			'/accounts/:id/faults',
			{ schema: { body: { if: { type: 'array' }, then: { items: faultSchema }, else: faultSchema } } },
			({ params, body }, reply) => {
				find(params.id).faults.add(Array.isArray(body) ? body : [body]);
				return reply.code(204).send();
			},
		);
		app.delete<ById>('/accounts/:id/faults', ({ params }, reply) => {
			find(params.id).faults.clear();
			return reply.code(204).send();
		});
		app.get<ById>('/accounts/:id/requests', ({ params }) => find(params.id).journal);
		app.get<ById>('/accounts/:id/deliveries', ({ params }) => find(params.id).deliveries);
		done();
	};
}
