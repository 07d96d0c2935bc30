import type { FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';

import { describeMessage } from './accounts/journal.ts';
import type { SocketNotes } from './accounts/types.ts';
import type { Exchange } from './exchange.ts';
import { ConnectionFault } from './faults/connection.ts';
import { isSocketFault } from './faults/types.ts';
import { ApiError } from './http/response.ts';
import { violationsOf } from './http/violations.ts';
import type { SocketCall, SocketMessage, SocketOperation } from './provider.ts';

const NORMAL = 1000;
const GOING_AWAY = 1001;
const UNSUPPORTED_DATA = 1003;
const INVALID_DATA = 1007;
const LOST = 1006;

/** Longest reason in a close frame. */
const MAX_REASON_BYTES = 123;
const MAX_RECORDED_MESSAGES = 10_000;

/** One open WebSocket, with its journal entry and its fault. */
export class SocketSession implements SocketCall {
	readonly #exchange: Exchange;
	readonly #socket: WebSocket;
	readonly #request: FastifyRequest;
	readonly #fault: ConnectionFault;
	readonly #record: SocketNotes = { received: [], framesSent: 0, messagesSent: 0, closeCode: null };
	readonly #closing = new AbortController();
	readonly #idle: NodeJS.Timeout | undefined;
	#failed = false;

	constructor(socket: WebSocket, request: FastifyRequest, exchange: Exchange) {
		this.#socket = socket;
		this.#request = request;
		this.#exchange = exchange;
		const { fault, entry, account } = exchange;
		this.#fault = new ConnectionFault(fault && isSocketFault(fault) ? fault : undefined, {
			write: (data) => this.#write(data),
			fail: (error) => this.fail(error),
			errorBody: (error) => this.#errorBody(error),
			close: (code, reason) => {
				this.#close(code, reason);
			},
			drop: () => {
				this.#closing.abort();
				socket.terminate();
			},
		});
		exchange.upgraded();
		if (entry) entry.socket = this.#record;
		const idleMs = account?.settings.socketIdleMs ?? null;
		if (idleMs !== null) {
			this.#idle = setTimeout(() => {
				this.#close(GOING_AWAY, 'Idle timeout');
			}, idleMs);
		}
		socket.on('close', (code) => {
			this.#onClose(code);
		});
	}

	get account() {
		return this.#exchange.account;
	}

	get speech() {
		return this.#exchange.services.speech;
	}

	get signal(): AbortSignal {
		return this.#closing.signal;
	}

	/** Passes the client's messages to the operation, or rejects the connection. */
	run(operation: SocketOperation, error: ApiError | undefined): void {
		if (error) {
			void this.fail(error);
			return;
		}
		this.#fault.opened();
		const receive = operation(this);
		this.#socket.on('message', (data, isBinary) => {
			const text = data.toString();
			this.#recordMessage(text);
			if (this.#isClosed || this.#failed || this.#isIdle) return;
			try {
				if (isBinary)
					throw this.#exchange.provider.error('invalid', 'Messages must be text', UNSUPPORTED_DATA);
				receive(this.#parse(text));
			} catch (error) {
				void this.fail(error);
			}
		});
	}

	check(schema: Record<string, unknown>, message: unknown): void {
		const validate = this.#request.compileValidationSchema(schema);
		if (validate(message)) return;
		throw this.#exchange.provider.violation(violationsOf(validate.errors ?? [], 'body'));
	}

	charge(text: string): void {
		this.#exchange.charge(text);
	}

	async sendFrame(message: SocketMessage): Promise<void> {
		await this.#send(message, 1);
	}

	async send(message: SocketMessage): Promise<void> {
		await this.#send(message, 0);
	}

	async fail(error: unknown): Promise<void> {
		if (this.#isClosed || this.#failed) return;
		this.#failed = true;
		const { provider } = this.#exchange;
		if (!(error instanceof ApiError)) this.#request.log.error(error);
		const known =
			error instanceof ApiError
				? error
				: provider.error('internal', 'Internal error of the playground; see its log');
		await this.#write(JSON.stringify(this.#errorBody(known)));
		// A status below 1000 is an HTTP status: the close code follows from the error code.
		this.#close(known.status < NORMAL ? provider.closeCode(known.code) : known.status, known.code);
	}

	finish(): void {
		if (!this.#isSilent) this.#close(NORMAL, '');
	}

	get #isClosed(): boolean {
		return this.signal.aborted;
	}

	get #isSilent(): boolean {
		return this.#fault.isSilent(this.#record.framesSent);
	}

	/** Silent from the start and not charged: messages have no effect. */
	get #isIdle(): boolean {
		return this.#isSilent && !this.#exchange.charged;
	}

	#parse(text: string): unknown {
		try {
			return JSON.parse(text) as unknown;
		} catch {
			throw this.#exchange.provider.error('invalid', 'The message is not valid JSON', INVALID_DATA);
		}
	}

	#errorBody(error: ApiError): object {
		return Object(this.#exchange.provider.errorBody(error, true, this.#exchange.account)) as object;
	}

	async #send(message: SocketMessage, frames: number): Promise<void> {
		if (this.#isClosed || this.#failed) return;
		const { framesSent } = this.#record;
		if (await this.#fault.replaces(message, framesSent)) return;
		this.#record.framesSent += frames;
		await this.#write(this.#fault.encode(message, framesSent));
		await this.#fault.follow(message, this.#record.framesSent);
	}

	#write(data: string | Buffer): Promise<void> {
		if (this.#isClosed) return Promise.resolve();
		this.#record.messagesSent++;
		this.#idle?.refresh();
		return new Promise((resolve) => {
			this.#socket.send(data, () => {
				resolve();
			});
		});
	}

	#recordMessage(text: string): void {
		this.#idle?.refresh();
		const { received } = this.#record;
		if (received.length < MAX_RECORDED_MESSAGES) {
			received.push(describeMessage(text, this.#exchange.account?.apiKey ?? ''));
		}
	}

	#close(code: number, reason: string): void {
		if (this.#isClosed) return;
		this.#closing.abort();
		this.#record.closeCode = code;
		// Before the close frame leaves: a client that reconnects immediately must find a free slot.
		this.#exchange.free();
		this.#socket.close(code, Buffer.from(reason).subarray(0, MAX_REASON_BYTES).toString());
	}

	#onClose(code: number): void {
		clearTimeout(this.#idle);
		const { entry, charged } = this.#exchange;
		const byServer = this.#isClosed;
		this.#closing.abort();
		this.#exchange.free();
		if (!charged) this.#exchange.refund();
		this.#record.closeCode = code;
		if (entry) entry.aborted = code === LOST && !byServer;
	}
}
