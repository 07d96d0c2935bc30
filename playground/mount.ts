import multipart from '@fastify/multipart';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import openapiGlue from 'fastify-openapi-glue';

import type { Accounts } from './accounts/registry.ts';
import { readContract, type ContractOperation } from './contract.ts';
import { Exchange } from './exchange.ts';
import { ApiError, jsonAnswer } from './http/answer.ts';
import { readForm } from './http/form.ts';
import { violationsOf } from './http/violations.ts';
import type { Provider, Services } from './provider.ts';
import { SocketSession } from './socket.ts';

const UPGRADE_REQUIRED = 426;

/**
 * Puts a provider under `/<name>`: its routes and their validation come from the contract.
 * In order: API key, the provider's own checks, limits, fault, contract, operation.
 * Throws when the contract cannot be read.
 */
export async function mount(
	app: FastifyInstance,
	provider: Provider,
	accounts: Accounts,
	services: Services,
): Promise<void> {
	const contract = readContract(provider.contract);
	const exchanges = new WeakMap<FastifyRequest, Exchange>();
	/** Why a WebSocket is not wanted, which it is told in a message. */
	const refusals = new WeakMap<FastifyRequest, ApiError>();
	const operationOf = (request: FastifyRequest): ContractOperation | undefined => {
		const schema = request.routeOptions.schema;
		const id = schema && 'operationId' in schema ? schema.operationId : undefined;
		return typeof id === 'string' ? contract.operations.get(id) : undefined;
	};

	const answerError = (
		error: FastifyError | ApiError,
		request: FastifyRequest,
		reply: FastifyReply,
	): void => {
		let known: ApiError;
		if (error instanceof ApiError) known = error;
		else if (error.validation) {
			known = provider.violation(violationsOf(error.validation, error.validationContext ?? 'request'));
		} else if (error.statusCode !== undefined && error.statusCode < 500) {
			known = provider.error('invalid', error.message, error.statusCode);
		} else {
			request.log.error(error);
			known = provider.error('internal', 'The playground failed; see its log');
		}
		const exchange = exchanges.get(request);
		const body = provider.errorBody(known, false, exchange?.account);
		const answer = jsonAnswer(known.status, body, known.headers);
		if (exchange) exchange.send(answer);
		else void reply.code(answer.status).headers(answer.headers).send(answer.body);
	};

	/** Checks what can be checked before the body is read. Throws ApiError. */
	const open = (request: FastifyRequest, reply: FastifyReply, operation: ContractOperation): void => {
		const account = accounts.byKey(provider.apiKey(request));
		if (!account && operation.secured) {
			throw provider.error('unauthorized', 'The API key is missing or not valid.');
		}
		const exchange = new Exchange(provider, operation, account, services, request, reply);
		exchanges.set(request, exchange);
		if (!account && operation.webSocket) {
			throw provider.error('unauthorized', 'The API key is missing or not valid.');
		}
		provider.gate(request, operation.operationId, account);
		exchange.admit();
	};

	const routeOf = (operationId: string): RouteOptions => {
		const socket = provider.sockets[operationId];
		const route: Partial<RouteOptions> = {
			async handler(request, reply) {
				const operation = provider.operations[operationId];
				if (socket) throw provider.error('invalid', 'A WebSocket handshake is expected', UPGRADE_REQUIRED);
				if (!operation) throw provider.error('notBuilt', `The playground cannot do ${operationId} yet`);
				await exchanges.get(request)?.run(operation);
				return reply;
			},
		};
		if (socket) {
			// The query was looked at with the key and the version; a wrong one is told in a message.
			route.attachValidation = true;
			route.wsHandler = (connection, request) => {
				const exchange = exchanges.get(request);
				if (!exchange) throw new Error('A WebSocket without an exchange');
				new SocketSession(connection, request, exchange).run(socket, refusals.get(request));
			};
		}
		// Method and path come from the contract.
		return route as RouteOptions;
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
			await scope.register(multipart);
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

			scope.addHook('onRequest', (request, reply, done) => {
				const operation = operationOf(request);
				if (!operation) {
					done();
					return;
				}
				try {
					open(request, reply, operation);
				} catch (error) {
					const problem = error instanceof Error ? error : new Error(String(error));
					if (!operation.webSocket || !request.ws || !(problem instanceof ApiError)) {
						done(problem);
						return;
					}
					refusals.set(request, problem);
				}
				const exchange = exchanges.get(request);
				if (exchange?.fault?.kind === 'reset' && exchange.fault.when === 'beforeRead') {
					exchange.reset();
					return;
				}
				done();
			});
			scope.addHook('preValidation', async (request) => {
				const [operation, exchange] = [operationOf(request), exchanges.get(request)];
				if (operation && request.isMultipart()) {
					const form = await readForm(request, provider.maxFileBytes(exchange?.account)).catch(
						(error: unknown) => {
							throw provider.error('invalid', error instanceof Error ? error.message : 'The form is damaged');
						},
					);
					exchange?.read(undefined, form);
					request.body = provider.formBody(operation.operationId, form, exchange?.account);
					return;
				}
				exchange?.read(request.body);
				const wanted = operation?.takesForm ? 'A multipart form' : 'A body';
				if (operation?.takesForm || (operation?.bodyRequired && (request.body ?? null) === null)) {
					const message = `${wanted} is required`;
					throw provider.violation([{ part: 'body', pointer: '', keyword: 'required', message }]);
				}
			});
			scope.addHook('preHandler', async (request, reply) => {
				const exchange = exchanges.get(request);
				if (!request.ws || !exchange?.operation.webSocket || refusals.has(request)) return;
				if (!(await exchange.handshake())) return reply;
			});

			await scope.register(openapiGlue, { specification: contract.document, operationResolver: routeOf });
		},
		{ prefix: `/${provider.name}` },
	);
}
