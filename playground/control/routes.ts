import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';

import type { Account } from '../accounts/account.ts';
import type { Accounts } from '../accounts/registry.ts';
import { settingsSchema } from '../accounts/settings.ts';
import { faultSchema, type Fault } from '../faults/types.ts';

const params = Type.Object({ id: Type.String() });
const newAccount = Type.Union([
	Type.Object({ settings: Type.Optional(settingsSchema) }, { additionalProperties: false }),
	Type.Null(),
]);
/** Not a union: its error would not say what is wrong with which fault. */
const faultOrFaults = Type.Unsafe<Fault | Fault[]>({
	if: { type: 'array' },
	then: { items: faultSchema },
	else: faultSchema,
});

class UnknownAccountError extends Error {
	readonly statusCode = 404;
}

/** The control API, under `/control`: creates accounts, sets faults, and shows what reached the server. */
export function control(accounts: Accounts): FastifyPluginCallbackTypebox {
	const find = (id: string): Account => {
		const account = accounts.byId(id);
		if (!account) throw new UnknownAccountError(`No account ${id}`);
		return account;
	};
	const describe = ({ id, settings, usage }: Account) => ({ id, settings, usage });

	return (app, _options, done) => {
		app.post('/accounts', { schema: { body: newAccount } }, (request, reply) => {
			const { id, apiKey } = accounts.create(request.body?.settings);
			return reply.code(201).send({ id, apiKey });
		});
		app.get('/accounts/:id', { schema: { params } }, (request) => describe(find(request.params.id)));
		app.patch('/accounts/:id', { schema: { params, body: settingsSchema } }, (request) => {
			const account = find(request.params.id);
			account.update(request.body);
			return describe(account);
		});
		app.post('/accounts/:id/faults', { schema: { params, body: faultOrFaults } }, (request, reply) => {
			const { body } = request;
			find(request.params.id).faults.add(Array.isArray(body) ? body : [body]);
			return reply.code(204).send();
		});
		app.delete('/accounts/:id/faults', { schema: { params } }, (request, reply) => {
			find(request.params.id).faults.clear();
			return reply.code(204).send();
		});
		app.get('/accounts/:id/requests', { schema: { params } }, (request) => find(request.params.id).journal);
		app.get(
			'/accounts/:id/deliveries',
			{ schema: { params } },
			(request) => find(request.params.id).deliveries,
		);
		done();
	};
}
