import type { FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';

import { describeMessage } from './accounts/journal.ts';
import type { SocketNotes } from './accounts/types.ts';
import type { Exchange } from './exchange.ts';
import { ConnectionFault } from './faults/connection.ts';
import { isSocketFault } from './faults/types.ts';
import { ApiError } from './http/answer.ts';
import { violationsOf } from './http/violations.ts';
import type { SocketCall, SocketMessage, SocketOperation } from './provider.ts';

const NORMAL = 1000;
const GOING_AWAY = 1001;
const UNSUPPORTED_DATA = 1003;
const INVALID_DATA = 1007;
const LOST = 1006;

/** A close frame has room for this many bytes of reason. */
const MAX_REASON_BYTES = 123;
const MAX_NOTED_MESSAGES = 10_000;

/** One open WebSocket: its journal, its faults, its end. */
export class SocketSession implements SocketCall {
	readonly #exchange: Exchange;
	readonly #socket: WebSocket;
	readonly #request: FastifyRequest;
	readonly #fault: ConnectionFault;
	readonly #notes: SocketNotes = { received: [], framesSent: 0, messagesSent: 0, closeCode: null };
	readonly #ended = new AbortController();
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
				this.#ended.abort();
				socket.terminate();
			},
		});
		exchange.opened();
		if (entry) entry.socket = this.#notes;
		const idleMs = account?.settings.socketIdleMs ?? null;
		if (idleMs !== null) {
			this.#idle = setTimeout(() => {
				this.#close(GOING_AWAY, 'Idle for too long');
			}, idleMs);
		}
		socket.on('close', (code) => {
			this.#closed(code);
		});
	}

	get account() {
		return this.#exchange.account;
	}

	get speech() {
		return this.#exchange.services.speech;
	}

	get signal(): AbortSignal {
		return this.#ended.signal;
	}

	/** Hands the messages of the client to the operation, or refuses the connection. */
	run(operation: SocketOperation, refusal: ApiError | undefined): void {
		if (refusal) {
			void this.fail(refusal);
			return;
		}
		this.#fault.opened();
		const receive = operation(this);
		this.#socket.on('message', (data, isBinary) => {
			const text = data.toString();
			this.#note(text);
			if (this.#over || this.#failed || this.#deaf) return;
			try {
				if (isBinary)
					throw this.#exchange.provider.error('invalid', 'A message must be text', UNSUPPORTED_DATA);
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
		if (this.#over || this.#failed) return;
		this.#failed = true;
		const { provider } = this.#exchange;
		if (!(error instanceof ApiError)) this.#request.log.error(error);
		const known =
			error instanceof ApiError ? error : provider.error('internal', 'The playground failed; see its log');
		await this.#write(JSON.stringify(this.#errorBody(known)));
		// A status below 600 is one of HTTP: the code that goes with the error is meant.
		this.#close(known.status < NORMAL ? provider.closeCode(known.code) : known.status, known.code);
	}

	finish(): void {
		if (!this.#silent) this.#close(NORMAL, '');
	}

	get #over(): boolean {
		return this.signal.aborted;
	}

	get #silent(): boolean {
		return this.#fault.isSilent(this.#notes.framesSent);
	}

	/** Silent from the start, and nothing is to be charged: then nothing is spoken either. */
	get #deaf(): boolean {
		return this.#silent && !this.#exchange.charged;
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
		if (this.#over || this.#failed) return;
		const { framesSent } = this.#notes;
		if (await this.#fault.replaces(message, framesSent)) return;
		this.#notes.framesSent += frames;
		await this.#write(this.#fault.encode(message, framesSent));
		await this.#fault.follow(message, this.#notes.framesSent);
	}

	#write(data: string | Buffer): Promise<void> {
		if (this.#over) return Promise.resolve();
		this.#notes.messagesSent++;
		this.#idle?.refresh();
		return new Promise((resolve) => {
			this.#socket.send(data, () => {
				resolve();
			});
		});
	}

	#note(text: string): void {
		this.#idle?.refresh();
		const { received } = this.#notes;
		if (received.length < MAX_NOTED_MESSAGES) {
			received.push(describeMessage(text, this.#exchange.account?.apiKey ?? ''));
		}
	}

	#close(code: number, reason: string): void {
		if (this.#over) return;
		this.#ended.abort();
		this.#notes.closeCode = code;
		// Before the close frame leaves: a client that connects again at once must find its slot free.
		this.#exchange.free();
		this.#socket.close(code, Buffer.from(reason).subarray(0, MAX_REASON_BYTES).toString());
	}

	#closed(code: number): void {
		clearTimeout(this.#idle);
		const { entry, charged } = this.#exchange;
		const byUs = this.#over;
		this.#ended.abort();
		this.#exchange.free();
		if (!charged) this.#exchange.refund();
		this.#notes.closeCode = code;
		if (entry) entry.aborted = code === LOST && !byUs;
	}
}
