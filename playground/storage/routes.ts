import type { FastifyPluginCallback } from 'fastify';

import type { Accounts } from '../accounts/registry.ts';
import type { ContractOperation } from '../contract.ts';
import { Exchange } from '../exchange.ts';
import type { Answer } from '../http/answer.ts';
import type { Operation, Provider, Services } from '../provider.ts';

/** The only operation of the storage, which no contract describes; faults and journal know it by this name. */
const operation: ContractOperation = {
	operationId: 'storage',
	path: '/storage',
	secured: false,
	bodyRequired: false,
	takesForm: false,
	limitCodes: [],
	webSocket: false,
	answersBytes: true,
	inBandError: undefined,
};

/** An error in the words of an S3-like storage. */
function refusal(status: number, code: string, message: string): Answer {
	const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
	return { status, headers: { 'content-type': 'application/xml' }, body: Buffer.from(xml) };
}

/** Serves `/storage/<provider>/<account>/<file>` to whoever has a signed URL, and to nobody who shows an API key. */
export function storageRoutes(
	providers: readonly Provider[],
	accounts: Accounts,
	services: Services,
): FastifyPluginCallback {
	return (app, _options, done) => {
		app.get<{ Params: Record<string, string> }>('/storage/:provider/:account/*', async (request, reply) => {
			const provider = providers.find(({ name }) => name === request.params['provider']);
			const account = accounts.byId(request.params['account'] ?? '');
			if (!provider || !account) return reply.code(404).send();
			const answer: Operation = (call) => {
				// A storage refuses a second kind of authentication, and a client that sends one has leaked its key.
				if ([provider.keyHeader, 'authorization'].some((name) => name in call.headers)) {
					return refusal(400, 'InvalidArgument', 'Only one auth mechanism allowed');
				}
				const path = request.url.split('?', 1)[0] ?? '';
				if (!services.storage.allows(path, call.query)) {
					return refusal(403, 'AccessDenied', 'The signature is wrong or has expired');
				}
				return provider.stored(call);
			};
			const exchange = new Exchange(provider, operation, account, services, request, reply);
			exchange.admit();
			if (exchange.fault?.kind === 'reset' && exchange.fault.when === 'beforeRead') exchange.reset();
			else await exchange.run(answer);
			return reply;
		});
		done();
	};
}
