import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

import { roundDollars, type Account } from './accounts/account.ts';
import { describeRequest } from './accounts/journal.ts';
import { admit } from './accounts/limits.ts';
import type { JournalEntry } from './accounts/types.ts';
import type { ContractOperation } from './contract.ts';
import { deliver } from './faults/deliver.ts';
import { replacement } from './faults/replace.ts';
import type { ReplacingFault } from './faults/replacing.ts';
import { isChargedByDefault, isDelay, isDeliveryFault, isSocketFault, type Fault } from './faults/types.ts';
import { beforeLast } from './http/body.ts';
import { formNotes, type Form } from './http/form.ts';
import type { ProviderResponse } from './http/response.ts';
import type { Operation, Provider, Services } from './provider.ts';

/** One request and its response. */
export class Exchange {
	readonly provider: Provider;
	readonly operation: ContractOperation;
	readonly account: Account | undefined;
	/** Its entry in the journal. */
	readonly entry: JournalEntry | undefined;
	readonly services: Services;
	fault: Fault | undefined;
	readonly #request: FastifyRequest;
	readonly #reply: FastifyReply;
	readonly #abort = new AbortController();
	readonly #release: Array<() => void> = [];
	#form: Form | undefined;
	#closedByServer = false;

	constructor(
		provider: Provider,
		operation: ContractOperation,
		account: Account | undefined,
		services: Services,
		request: FastifyRequest,
		reply: FastifyReply,
	) {
		this.provider = provider;
		this.operation = operation;
		this.account = account;
		this.services = services;
		this.#request = request;
		this.#reply = reply;
		if (account) {
			this.entry = account.record(describeRequest(provider, operation.operationId, request));
			this.#release.push(account.beginRequest());
		}
		reply.raw.once('close', () => {
			this.#onClose();
		});
	}

	/** Aborted when the connection is closed, by whichever side. */
	get signal(): AbortSignal {
		return this.#abort.signal;
	}

	/** Whether the request is charged, even if it fails. */
	get charged(): boolean {
		return this.fault ? (this.fault.charged ?? isChargedByDefault(this.fault)) : true;
	}

	/** Applies the limits, then takes the next fault. Throws ApiError. */
	admit(): void {
		const { account, operation } = this;
		if (!account) return;
		this.#release.push(admit(account, operation, this.provider));
		this.fault = account.faults.take(operation);
		if (this.entry) this.entry.fault = this.fault?.kind ?? null;
	}

	/** Adds the body to the journal. */
	recordBody(body: unknown, form?: Form): void {
		this.#form = form;
		if (this.entry) this.entry.body = form ? formNotes(form) : (body ?? null);
	}

	/** Closes the connection with a TCP reset. */
	reset(): void {
		this.#reply.hijack();
		this.#closedByServer = true;
		this.#request.raw.socket.resetAndDestroy();
	}

	/**
	 * Applies the fault to a WebSocket handshake.
	 *
	 * @returns whether the handshake goes on
	 */
	async handshake(): Promise<boolean> {
		const { socket } = this.#request.raw;
		const disconnect = () => socket.destroy();
		// Until the handshake is complete nothing else reads the connection, so nothing else notices that the client left.
		socket.once('end', disconnect).resume();
		if (!(await this.#wait())) return false;
		const { fault } = this;
		if (!fault || isSocketFault(fault) || isDeliveryFault(fault) || isDelay(fault)) {
			socket.removeListener('end', disconnect);
			return true;
		}
		this.#sendReplacement(fault);
		return false;
	}

	/** Processes the request and sends the response, unless the fault prevents it. */
	async run(operation: Operation): Promise<void> {
		if (!(await this.#wait())) return;
		const { fault } = this;
		if (fault && !isDeliveryFault(fault)) {
			if (this.charged) await this.#process(operation);
			if (!isSocketFault(fault)) this.#sendReplacement(fault);
			return;
		}
		const response = await this.#process(operation);
		if (!this.charged) this.refund();
		if (!fault || fault.kind === 'delay' || fault.kind === 'filler') {
			this.send(response);
			return;
		}
		this.#recordStatus(response.status);
		this.free();
		const marker = Buffer.from(this.operation.inBandError ?? '');
		await deliver(this.#reply, response, fault, marker, this.signal, () => {
			this.#closedByServer = true;
			this.#request.raw.socket.destroy();
		});
	}

	/** Sends a response through fastify. */
	send(response: ProviderResponse): void {
		this.#recordStatus(response.status);
		const { body, status, headers } = response;
		void this.#reply.code(status).headers(headers);
		if (Buffer.isBuffer(body)) {
			this.free();
			// With an empty buffer fastify would add a content type.
			void this.#reply.send(body.length > 0 ? body : undefined);
			return;
		}
		if (body.length !== undefined) void this.#reply.header('content-length', body.length);
		const chunks = beforeLast(body, () => {
			this.free();
		});
		void this.#reply.send(Readable.from(chunks, { objectMode: false }));
	}

	/**
	 * Frees what the account's limits count. Called before the last byte leaves: a client that sends its next request
	 * immediately must find a free slot.
	 */
	free(): void {
		for (const release of this.#release.splice(0)) release();
	}

	/** Records that the handshake succeeded. The limits count the connection until it closes. */
	upgraded(): void {
		this.#closedByServer = true;
		this.#recordStatus(101);
	}

	charge(text: string, dollarsPerCharacter = 0): void {
		if (!this.account || !this.entry) return;
		const characters = Array.from(text).length;
		const dollars = roundDollars(characters * dollarsPerCharacter);
		const { walletBalance } = this.account.settings;
		if (walletBalance !== null && dollars > walletBalance) {
			const message = `Insufficient balance: $${dollars} required, $${walletBalance} available.`;
			throw this.provider.error('quota', message);
		}
		if (!this.account.charge(this.entry, characters, dollars)) throw this.#quotaError();
	}

	refund(): void {
		if (this.entry) this.account?.refund(this.entry);
	}

	#chargeUpTo(text: string): string {
		const remaining = this.account?.charactersLeft() ?? Infinity;
		const characters = Array.from(text);
		if (remaining === 0 && characters.length > 0) throw this.#quotaError();
		const allowed = characters.slice(0, remaining).join('');
		this.charge(allowed);
		return allowed;
	}

	#quotaError(): Error {
		return this.provider.error('quota', 'You have used up the characters of your plan.');
	}

	/** Waits for the account's latency and the fault's delay. Returns false if the client closes the connection. */
	async #wait(): Promise<boolean> {
		const { fault } = this;
		const ms = (this.account?.settings.latencyMs ?? 0) + (fault && isDelay(fault) ? fault.ms : 0);
		if (ms > 0) await sleep(ms, undefined, { signal: this.signal }).catch(() => undefined);
		if (this.signal.aborted) this.#reply.hijack();
		return !this.signal.aborted;
	}

	#sendReplacement(fault: ReplacingFault): void {
		if (fault.kind === 'reset') {
			this.reset();
			return;
		}
		const response = replacement(fault, this.provider, this.account);
		if (response) this.send(response);
		else this.#reply.hijack();
	}

	async #process(operation: Operation): Promise<ProviderResponse> {
		const { fault, account } = this;
		return operation({
			...this.services,
			account,
			body: this.#request.body,
			form: this.#form,
			params: Object(this.#request.params) as Record<string, string>,
			query: Object(this.#request.query) as Record<string, unknown>,
			headers: this.#request.headers,
			fillerBytes: fault?.kind === 'filler' ? fault.bytes : (account?.settings.fillerBytes ?? null),
			charge: (text, dollarsPerCharacter) => {
				this.charge(text, dollarsPerCharacter);
			},
			chargeUpTo: (text) => this.#chargeUpTo(text),
			signal: this.signal,
		});
	}

	#recordStatus(status: number): void {
		if (!this.entry) return;
		this.entry.status = status;
		this.entry.answeredAt = Date.now();
	}

	#onClose(): void {
		this.free();
		this.#abort.abort();
		if (!this.entry) return;
		this.entry.aborted ||= !this.#closedByServer && !this.#reply.raw.writableFinished;
		this.entry.closedAt = Date.now();
	}
}
