import multipart from '@fastify/multipart';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import openapiGlue from 'fastify-openapi-glue';

import type { Accounts } from './accounts/registry.ts';
import { readContract, type ContractOperation } from './contract.ts';
import { Exchange } from './exchange.ts';
import { readForm } from './http/form.ts';
import { ApiError, jsonResponse } from './http/response.ts';
import { violationsOf } from './http/violations.ts';
import type { Provider, Services } from './provider.ts';
import { SocketSession } from './socket.ts';

const UPGRADE_REQUIRED = 426;

/**
 * Serves a provider under `/<name>`, with routes and validation from its contract.
 * A request passes, in this order: API key, the provider's own checks, limits, fault, contract, operation.
 * Throws if the contract cannot be read.
 */
export async function mount(
	app: FastifyInstance,
	provider: Provider,
	accounts: Accounts,
	services: Services,
): Promise<void> {
	const contract = readContract(provider.contract);
	const exchanges = new WeakMap<FastifyRequest, Exchange>();
	/** Errors that are sent as the first message of a WebSocket. */
	const rejections = new WeakMap<FastifyRequest, ApiError>();
	const operationOf = (request: FastifyRequest): ContractOperation | undefined => {
		const schema = request.routeOptions.schema;
		const id = schema && 'operationId' in schema ? schema.operationId : undefined;
		return typeof id === 'string' ? contract.operations.get(id) : undefined;
	};

	const sendError = (error: FastifyError | ApiError, request: FastifyRequest, reply: FastifyReply): void => {
		let known: ApiError;
		if (error instanceof ApiError) known = error;
		else if (error.validation) {
			known = provider.violation(violationsOf(error.validation, error.validationContext ?? 'request'));
		} else if (error.statusCode !== undefined && error.statusCode < 500) {
			known = provider.error('invalid', error.message, error.statusCode);
		} else {
			request.log.error(error);
			known = provider.error('internal', 'Internal error of the playground; see its log');
		}
		const exchange = exchanges.get(request);
		const body = provider.errorBody(known, false, exchange?.account);
		const response = jsonResponse(known.status, body, known.headers);
		if (exchange) exchange.send(response);
		else void reply.code(response.status).headers(response.headers).send(response.body);
	};

	/** Applies everything that does not depend on the body. Throws ApiError. */
	const openExchange = (request: FastifyRequest, reply: FastifyReply, operation: ContractOperation): void => {
		const account = accounts.byKey(provider.apiKey(request));
		if (!account && operation.secured) {
			throw provider.error('unauthorized', 'The API key is missing or not valid.');
		}
		const exchange = new Exchange(provider, operation, account, services, request, reply);
		exchanges.set(request, exchange);
		if (!account && operation.webSocket) {
			throw provider.error('unauthorized', 'The API key is missing or not valid.');
		}
		provider.precheck(request, operation.operationId, account);
		exchange.admit();
	};

	const routeOf = (operationId: string): RouteOptions => {
		const socket = provider.sockets[operationId];
		const route: Partial<RouteOptions> = {
			async handler(request, reply) {
				const operation = provider.operations[operationId];
				if (socket) throw provider.error('invalid', 'Expected a WebSocket handshake', UPGRADE_REQUIRED);
				if (!operation)
					throw provider.error('notImplemented', `The playground does not implement ${operationId}`);
				await exchanges.get(request)?.run(operation);
				return reply;
			},
		};
		if (socket) {
			// Key and version in the query are checked in the hook; an error is sent as a message.
			route.attachValidation = true;
			route.wsHandler = (connection, request) => {
				const exchange = exchanges.get(request);
				if (!exchange) throw new Error('The WebSocket has no exchange');
				new SocketSession(connection, request, exchange).run(socket, rejections.get(request));
			};
		}
		// fastify-openapi-glue adds method and path.
		return route as RouteOptions;
	};

	await app.register(
		async (scope) => {
			scope.setErrorHandler(sendError);
			scope.setNotFoundHandler((request, reply) => {
				sendError(
					provider.error('notFound', `No operation at ${request.method} ${request.url}`),
					request,
					reply,
				);
			});
			// Responses are bytes already; the contract's schemas would drop unknown fields.
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
					openExchange(request, reply, operation);
				} catch (error) {
					const problem = error instanceof Error ? error : new Error(String(error));
					if (!operation.webSocket || !request.ws || !(problem instanceof ApiError)) {
						done(problem);
						return;
					}
					rejections.set(request, problem);
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
							throw provider.error(
								'invalid',
								error instanceof Error ? error.message : 'The form is malformed',
							);
						},
					);
					exchange?.recordBody(undefined, form);
					request.body = provider.formBody(operation.operationId, form, exchange?.account);
					return;
				}
				exchange?.recordBody(request.body);
				const expected = operation?.requiresForm ? 'A multipart form' : 'A body';
				if (operation?.requiresForm || (operation?.bodyRequired && (request.body ?? null) === null)) {
					const message = `${expected} is required`;
					throw provider.violation([{ part: 'body', pointer: '', keyword: 'required', message }]);
				}
			});
			scope.addHook('preHandler', async (request, reply) => {
				const exchange = exchanges.get(request);
				if (!request.ws || !exchange?.operation.webSocket || rejections.has(request)) return;
				if (!(await exchange.handshake())) return reply;
			});

			await scope.register(openapiGlue, { specification: contract.document, operationResolver: routeOf });
		},
		{ prefix: `/${provider.name}` },
	);
}
