import type { FastifyPluginCallback } from 'fastify';

import type { Accounts } from '../accounts/registry.ts';
import type { ContractOperation } from '../contract.ts';
import { Exchange } from '../exchange.ts';
import type { ProviderResponse } from '../http/response.ts';
import type { Operation, Provider, Services } from '../provider.ts';

/** The storage's only operation. It is in no contract; faults and the journal use this name. */
const operation: ContractOperation = {
	operationId: 'storage',
	path: '/storage',
	secured: false,
	bodyRequired: false,
	requiresForm: false,
	limitCodes: [],
	webSocket: false,
	returnsAudio: true,
	inBandError: undefined,
};

/** An error like that of S3. */
function rejection(status: number, code: string, message: string): ProviderResponse {
	const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
	return { status, headers: { 'content-type': 'application/xml' }, body: Buffer.from(xml) };
}

/** Serves `/storage/<provider>/<account>/<file>` for signed URLs. */
export function storageRoutes(
	providers: readonly Provider[],
	accounts: Accounts,
	services: Services,
): FastifyPluginCallback {
	return (app, _options, done) => {
		app.get<{ Params: Record<string, string> }>('/storage/:provider/:account/*', async (request, reply) => {
			const provider = providers.find(({ name }) => name === request.params.provider);
			const account = accounts.byId(request.params.account ?? '');
			if (!provider || !account) return reply.code(404).send();
			const serve: Operation = (call) => {
				// Like S3, the storage rejects a second kind of authentication: a client that sends its key has leaked it.
				if ([provider.keyHeader, 'authorization'].some((name) => name in call.headers)) {
					return rejection(400, 'InvalidArgument', 'Only one auth mechanism allowed');
				}
				const path = request.url.split('?', 1)[0] ?? '';
				if (!services.storage.allows(path, call.query)) {
					return rejection(403, 'AccessDenied', 'The signature is wrong or has expired');
				}
				return provider.storedFile(call);
			};
			const exchange = new Exchange(provider, operation, account, services, request, reply);
			exchange.admit();
			if (exchange.fault?.kind === 'reset' && exchange.fault.when === 'beforeRead') exchange.reset();
			else await exchange.run(serve);
			return reply;
		});
		done();
	};
}
