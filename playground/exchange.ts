import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

import { exact, type Account } from './accounts/account.ts';
import { describeRequest } from './accounts/journal.ts';
import { admit } from './accounts/limits.ts';
import type { JournalEntry } from './accounts/types.ts';
import type { ContractOperation } from './contract.ts';
import { deliver } from './faults/deliver.ts';
import { replacement } from './faults/replace.ts';
import type { ReplacingFault } from './faults/replacing.ts';
import { isChargedByDefault, isDelay, isDeliveryFault, isSocketFault, type Fault } from './faults/types.ts';
import type { Answer } from './http/answer.ts';
import { beforeLast } from './http/body.ts';
import { formNotes, type Form } from './http/form.ts';
import type { Operation, Provider, Services } from './provider.ts';

/** One request from its first byte to the end of its answer. */
export class Exchange {
	readonly provider: Provider;
	readonly operation: ContractOperation;
	readonly account: Account | undefined;
	/** Where it is written down. */
	readonly entry: JournalEntry | undefined;
	readonly services: Services;
	fault: Fault | undefined;
	readonly #request: FastifyRequest;
	readonly #reply: FastifyReply;
	readonly #abort = new AbortController();
	readonly #release: Array<() => void> = [];
	#form: Form | undefined;
	#cutByUs = false;

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
			this.#release.push(account.enter());
		}
		reply.raw.once('close', () => {
			this.#closed();
		});
	}

	/** Aborted when the client goes away, or its connection is cut. */
	get signal(): AbortSignal {
		return this.#abort.signal;
	}

	/** Whether the request is charged, although it may fail. */
	get charged(): boolean {
		return this.fault ? (this.fault.charged ?? isChargedByDefault(this.fault)) : true;
	}

	/** Checks the limits the contract documents for the operation, then takes the fault that is due. Throws ApiError. */
	admit(): void {
		const { account, operation } = this;
		if (!account) return;
		this.#release.push(admit(account, operation, this.provider));
		this.fault = account.faults.take(operation);
		if (this.entry) this.entry.fault = this.fault?.kind ?? null;
	}

	/** Notes the body for the journal. */
	read(body: unknown, form?: Form): void {
		this.#form = form;
		if (this.entry) this.entry.body = form ? formNotes(form) : (body ?? null);
	}

	/** TCP reset instead of a FIN. */
	reset(): void {
		this.#reply.hijack();
		this.#cutByUs = true;
		this.#request.raw.socket.resetAndDestroy();
	}

	/**
	 * Lets a WebSocket's handshake meet its fault.
	 *
	 * @returns whether it may go on; otherwise it is answered, or never will be
	 */
	async handshake(): Promise<boolean> {
		const { socket } = this.#request.raw;
		const hangUp = () => socket.destroy();
		// Nobody reads a connection between its handshake and the answer, so nobody would see that the client has gone.
		socket.once('end', hangUp).resume();
		if (!(await this.#wait())) return false;
		const { fault } = this;
		if (!fault || isSocketFault(fault) || isDeliveryFault(fault) || isDelay(fault)) {
			socket.removeListener('end', hangUp);
			return true;
		}
		this.#replace(fault);
		return false;
	}

	/** Processes the request and sends the answer, as the fault has it. */
	async run(operation: Operation): Promise<void> {
		if (!(await this.#wait())) return;
		const { fault } = this;
		if (fault && !isDeliveryFault(fault)) {
			if (this.charged) await this.#process(operation);
			if (!isSocketFault(fault)) this.#replace(fault);
			return;
		}
		const answer = await this.#process(operation);
		if (!this.charged) this.refund();
		if (!fault || fault.kind === 'delay' || fault.kind === 'filler') {
			this.send(answer);
			return;
		}
		this.#started(answer.status);
		this.free();
		const marker = Buffer.from(this.operation.inBandError ?? '');
		await deliver(this.#reply, answer, fault, marker, this.signal, () => {
			this.#cutByUs = true;
			this.#request.raw.socket.destroy();
		});
	}

	/** Sends an answer through fastify. */
	send(answer: Answer): void {
		this.#started(answer.status);
		const { body, status, headers } = answer;
		void this.#reply.code(status).headers(headers);
		if (Buffer.isBuffer(body)) {
			this.free();
			// An empty buffer would make fastify add a content type that nobody gave.
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
	 * Ends what the account's limits count. Called before the last byte leaves: a client that sends its next request at
	 * once must find its slot free.
	 */
	free(): void {
		for (const release of this.#release.splice(0)) release();
	}

	/** Notes that the handshake succeeded; the limits count the connection until it closes. */
	opened(): void {
		this.#cutByUs = true;
		this.#started(101);
	}

	charge(text: string, dollarsPerCharacter = 0): void {
		if (!this.account || !this.entry) return;
		const characters = Array.from(text).length;
		const dollars = exact(characters * dollarsPerCharacter);
		const { walletBalance } = this.account.settings;
		if (walletBalance !== null && dollars > walletBalance) {
			const message = `The wallet is short: $${dollars} required, $${walletBalance} available.`;
			throw this.provider.error('quota', message);
		}
		if (!this.account.charge(this.entry, characters, dollars)) throw this.#quotaError();
	}

	refund(): void {
		if (this.entry) this.account?.refund(this.entry);
	}

	#chargeUpTo(text: string): string {
		const left = this.account?.charactersLeft() ?? Infinity;
		const characters = Array.from(text);
		if (left === 0 && characters.length > 0) throw this.#quotaError();
		const allowed = characters.slice(0, left).join('');
		this.charge(allowed);
		return allowed;
	}

	#quotaError(): Error {
		return this.provider.error('quota', 'You have used up the characters of your plan.');
	}

	/** Waits as long as the account and the fault have it; false when the client did not. */
	async #wait(): Promise<boolean> {
		const { fault } = this;
		const ms = (this.account?.settings.latencyMs ?? 0) + (fault && isDelay(fault) ? fault.ms : 0);
		if (ms > 0) await sleep(ms, undefined, { signal: this.signal }).catch(() => undefined);
		if (this.signal.aborted) this.#reply.hijack();
		return !this.signal.aborted;
	}

	#replace(fault: ReplacingFault): void {
		if (fault.kind === 'reset') {
			this.reset();
			return;
		}
		const answer = replacement(fault, this.provider, this.account);
		if (answer) this.send(answer);
		else this.#reply.hijack();
	}

	async #process(operation: Operation): Promise<Answer> {
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

	#started(status: number): void {
		if (!this.entry) return;
		this.entry.status = status;
		this.entry.answeredAt = Date.now();
	}

	#closed(): void {
		this.free();
		this.#abort.abort();
		if (!this.entry) return;
		this.entry.aborted ||= !this.#cutByUs && !this.#reply.raw.writableFinished;
		this.entry.closedAt = Date.now();
	}
}
