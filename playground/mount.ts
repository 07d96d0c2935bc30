import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import openapiGlue from 'fastify-openapi-glue';

import type { Accounts } from './accounts/registry.ts';
import { readContract, type ContractOperation } from './contract.ts';
import { Exchange } from './exchange.ts';
import { ApiError, jsonAnswer } from './http/answer.ts';
import type { Provider, Violation } from './provider.ts';
import type { SpeechEngine } from './speech/engine.ts';

function violationsOf(error: FastifyError): Violation[] {
	return (error.validation ?? []).map((problem) => {
		const missing = problem.params['missingProperty'];
		return {
			part: error.validationContext ?? 'request',
			pointer: typeof missing === 'string' ? `${problem.instancePath}/${missing}` : problem.instancePath,
			message: `${error.validationContext ?? 'request'}${problem.instancePath} ${problem.message ?? 'is not valid'}`,
		};
	});
}

/**
 * Puts a provider under `/<name>`: its routes and their validation come from the contract.
 * In order: API key, the provider's own checks, limits, fault, contract, operation.
 * Throws when the contract cannot be read.
 */
export async function mount(
	app: FastifyInstance,
	provider: Provider,
	accounts: Accounts,
	speech: SpeechEngine,
): Promise<void> {
	const contract = readContract(provider.contract);
	const exchanges = new WeakMap<FastifyRequest, Exchange>();
	const operationOf = (request: FastifyRequest): ContractOperation | undefined => {
		const schema = request.routeOptions.schema;
		const id = schema && 'operationId' in schema ? schema.operationId : undefined;
		return typeof id === 'string' ? contract.operations.get(id) : undefined;
	};

	const notBuilt = (id = 'this') => provider.error('notBuilt', `The playground cannot do ${id} yet`);

	const answerError = (
		error: FastifyError | ApiError,
		request: FastifyRequest,
		reply: FastifyReply,
	): void => {
		let known: ApiError;
		if (error instanceof ApiError) known = error;
		else if (error.validation) known = provider.violation(violationsOf(error));
		else if (error.statusCode !== undefined && error.statusCode < 500) {
			known = provider.error('invalid', error.message, error.statusCode);
		} else {
			request.log.error(error);
			known = provider.error('internal', 'The playground failed; see its log');
		}
		const answer = jsonAnswer(known.status, provider.errorBody(known, false), known.headers);
		const exchange = exchanges.get(request);
		if (exchange) exchange.send(answer);
		else void reply.code(answer.status).headers(answer.headers).send(answer.body);
	};

	await app.register(
		async (scope) => {
			scope.setErrorHandler(answerError);
			scope.setNotFoundHandler((request, reply) => {
				answerError(
					provider.error('notFound', `No operation at ${request.method} ${request.url}`),
					request,
					reply,
				);
			});
			// Answers are bytes already; the contract's schemas would drop fields they do not know.
			scope.setSerializerCompiler(() => (value) => JSON.stringify(value));
			scope.removeAllContentTypeParsers();
			scope.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text, done) => {
				if (text === '') {
					done(null, operationOf(request)?.bodyRequired ? undefined : {});
					return;
				}
				try {
					done(null, JSON.parse(text.toString()));
				} catch {
					done(provider.error('invalid', 'The body is not valid JSON'));
				}
			});
			// No operation that takes a form is built yet.
			scope.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, (request, _body, done) => {
				done(notBuilt(operationOf(request)?.operationId));
			});

			scope.addHook('onRequest', (request, reply, done) => {
				const operation = operationOf(request);
				if (!operation) {
					done();
					return;
				}
				const account = accounts.byKey(provider.apiKey(request));
				if (!account && operation.secured) {
					done(provider.error('unauthorized', 'The API key is missing or not valid.'));
					return;
				}
				const exchange = new Exchange(provider, operation, account, request, reply);
				exchanges.set(request, exchange);
				try {
					provider.gate(request, operation.operationId);
					exchange.admit();
				} catch (error) {
					done(error instanceof Error ? error : new Error(String(error)));
					return;
				}
				if (exchange.fault?.kind === 'reset' && exchange.fault.when === 'beforeRead') {
					exchange.reset();
					return;
				}
				done();
			});
			scope.addHook('preValidation', (request, _reply, done) => {
				exchanges.get(request)?.read(request.body);
				if (operationOf(request)?.bodyRequired && (request.body ?? null) === null) {
					done(provider.violation([{ part: 'body', pointer: '', message: 'A JSON body is required' }]));
					return;
				}
				done();
			});

			await scope.register(openapiGlue, {
				specification: contract.document,
				operationResolver: (operationId) => async (request, reply) => {
					const exchange = exchanges.get(request);
					const operation = provider.operations[operationId];
					if (!operation) throw notBuilt(operationId);
					await exchange?.run(operation, speech);
					return reply;
				},
			});
		},
		{ prefix: `/${provider.name}` },
	);
}
