import { randomUUID } from 'node:crypto';

import { ApiError } from '../http/response.ts';
import type { SocketMessage } from '../provider.ts';
import type { SocketFault } from './socket.ts';
import type { FaultOfKind } from './types.ts';

/** What a fault can do to an open connection. */
interface Link {
	/** Resolves when it has left. */
	write(data: string | Buffer): Promise<void>;
	/** Sends an error and closes. */
	fail(error: ApiError): Promise<void>;
	/** The error in the provider's format. */
	errorBody(error: ApiError): object;
	close(code: number, reason: string): void;
	/** Ends the connection without a close frame. */
	drop(): void;
}

const errorOf = ({ errorCode, message, extra }: FaultOfKind<'wsError'>): ApiError =>
	new ApiError(400, errorCode, message ?? 'Simulated error', extra ? { extra } : {});

/** The fault of one open WebSocket, from its first message to its last. */
export class ConnectionFault {
	readonly #fault: SocketFault | undefined;
	readonly #link: Link;
	/** Contexts that had an error: nothing more is sent to them. */
	readonly #failed = new Set<string>();
	#pending = true;

	constructor(fault: SocketFault | undefined, link: Link) {
		this.#fault = fault;
		this.#link = link;
	}

	/** Closes the connection if the fault is to do so at its start. */
	opened(): void {
		const fault = this.#fault;
		if (fault?.kind === 'wsClose' && fault.onOpen === true) this.#link.close(fault.code, fault.reason ?? '');
	}

	/** Whether nothing more is sent on the open connection. */
	isSilent(framesSent: number): boolean {
		return this.#fault?.kind === 'wsSilent' && framesSent >= (this.#fault.afterFrames ?? 0);
	}

	/**
	 * Applies the fault to a message.
	 *
	 * @returns whether it replaced the message
	 */
	async replaces(message: SocketMessage, framesSent: number): Promise<boolean> {
		const fault = this.#fault;
		if (message.context_id !== undefined && this.#failed.has(message.context_id)) return true;
		if (!fault || !this.#pending || framesSent < (fault.afterFrames ?? 0)) return false;
		switch (fault.kind) {
			case 'wsSilent':
				return true;
			case 'wsDrop':
				this.#link.drop();
				return true;
			case 'wsClose':
				this.#link.close(fault.code, fault.reason ?? '');
				return true;
			case 'wsMalformed':
				this.#pending = false;
				await this.#link.write(fault.data ?? '{"audio": ');
				return true;
			case 'wsError':
				return this.#replacesByError(fault, message);
			case 'wsBinary':
			case 'wsNoContext':
				return false;
		}
	}

	/** The text of a frame, or the bytes of a binary frame. */
	encode(message: SocketMessage, framesSent: number): string | Buffer {
		const fault = this.#fault;
		const text = JSON.stringify(message);
		if (!fault || framesSent < (fault.afterFrames ?? 0)) return text;
		if (fault.kind === 'wsNoContext') {
			return JSON.stringify({ ...message, context_id: undefined });
		}
		if (fault.kind !== 'wsBinary') return text;
		if (fault.form === 'json') return Buffer.from(text);
		return message.audio ? Buffer.from(message.audio, 'base64') : text;
	}

	/** Sends an error after a message, if the fault is to do so. */
	async follow(message: SocketMessage, framesSent: number): Promise<void> {
		const fault = this.#fault;
		if (fault?.kind !== 'wsError' || fault.context !== 'over' || !this.#pending) return;
		if (!message.final || message.context_id === undefined || framesSent < (fault.afterFrames ?? 0)) return;
		await this.#writeError(fault, message.context_id);
	}

	async #replacesByError(fault: FaultOfKind<'wsError'>, message: SocketMessage): Promise<boolean> {
		switch (fault.context) {
			case undefined:
				this.#pending = false;
				await this.#link.fail(errorOf(fault));
				return true;
			case 'current':
				if (message.context_id === undefined) return false;
				this.#failed.add(message.context_id);
				await this.#writeError(fault, message.context_id);
				return true;
			case 'unknown':
				await this.#writeError(fault, randomUUID());
				return false;
			default:
				return false;
		}
	}

	async #writeError(fault: FaultOfKind<'wsError'>, context: string): Promise<void> {
		this.#pending = false;
		const body = { ...this.#link.errorBody(errorOf(fault)), context_id: context };
		await this.#link.write(JSON.stringify(body));
	}
}
