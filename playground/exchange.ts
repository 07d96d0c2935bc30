import type { FastifyReply, FastifyRequest } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Account } from './accounts/account.ts';
import type { JournalEntry } from './accounts/types.ts';
import type { ContractOperation } from './contract.ts';
import { deliver } from './faults/deliver.ts';
import { replacement } from './faults/replace.ts';
import { chargedByDefault, isDelivery, type Fault } from './faults/types.ts';
import type { Answer } from './http/answer.ts';
import type { Operation, Provider } from './provider.ts';
import type { SpeechEngine } from './speech/engine.ts';

const HIDDEN = '[hidden]';

/** One request from its first byte to the end of its answer. */
export class Exchange {
	readonly operation: ContractOperation;
	readonly account: Account | undefined;
	fault: Fault | undefined;
	readonly #provider: Provider;
	readonly #request: FastifyRequest;
	readonly #reply: FastifyReply;
	readonly #entry: JournalEntry | undefined;
	readonly #abort = new AbortController();
	readonly #release: Array<() => void> = [];
	#cutByUs = false;

	constructor(
		provider: Provider,
		operation: ContractOperation,
		account: Account | undefined,
		request: FastifyRequest,
		reply: FastifyReply,
	) {
		this.#provider = provider;
		this.operation = operation;
		this.account = account;
		this.#request = request;
		this.#reply = reply;
		if (account) {
			this.#entry = account.record(this.#describe());
			this.#release.push(account.enter());
		}
		reply.raw.once('close', () => {
			this.#closed();
		});
	}

	/** Checks the limits the contract documents for the operation, then takes the fault that is due. Throws ApiError. */
	admit(): void {
		const { account, operation } = this;
		if (!account) return;
		const limits = (code: string) => operation.limitCodes.includes(code);
		const rate = this.#provider.error('rateLimit', 'Too many requests in the last minute. Try again later.');
		const waitMs = limits(rate.code) ? account.admit(Date.now()) : undefined;
		if (waitMs !== undefined) {
			rate.headers['retry-after'] = String(Math.max(1, Math.ceil(waitMs / 1000)));
			throw rate;
		}
		const concurrency = this.#provider.error('concurrency', 'Too many requests at the same time.');
		if (limits(concurrency.code)) {
			const free = account.occupySlot();
			if (!free) throw concurrency;
			this.#release.push(free);
		}
		this.fault = account.faults.take(operation.operationId);
		if (this.#entry) this.#entry.fault = this.fault?.kind ?? null;
	}

	/** Notes the body for the journal. */
	read(body: unknown): void {
		if (this.#entry) this.#entry.body = Buffer.isBuffer(body) ? { bytes: body.length } : (body ?? null);
	}

	/** TCP reset instead of a FIN. */
	reset(): void {
		this.#reply.hijack();
		this.#cutByUs = true;
		this.#request.raw.socket.resetAndDestroy();
	}

	/** Processes the request and sends the answer, as the fault has it. */
	async run(operation: Operation, speech: SpeechEngine): Promise<void> {
		const { fault } = this;
		const latencyMs = (this.account?.settings.latencyMs ?? 0) + (fault?.kind === 'delay' ? fault.ms : 0);
		if (latencyMs > 0)
			await sleep(latencyMs, undefined, { signal: this.#abort.signal }).catch(() => undefined);
		if (this.#abort.signal.aborted) return void this.#reply.hijack();

		const charged = fault ? (fault.charged ?? chargedByDefault(fault)) : true;
		const process = () => this.#process(operation, speech);
		if (!fault || isDelivery(fault)) {
			const answer = await process();
			if (!charged) this.#refund();
			if (!fault || fault.kind === 'delay') {
				this.send(answer);
				return;
			}
			this.#answered(answer.status);
			return deliver(this.#reply, answer, fault, this.#abort.signal, () => {
				this.#cut();
			});
		}
		if (charged) await process();
		if (fault.kind === 'reset') {
			this.reset();
			return;
		}
		const answer = replacement(fault, this.#provider);
		if (answer) {
			this.send(answer);
			return;
		}
		this.#reply.hijack();
	}

	/** Sends an answer through fastify. */
	send(answer: Answer): void {
		this.#answered(answer.status);
		const { body } = answer;
		// An empty buffer would make fastify add a content type that nobody gave.
		void this.#reply
			.code(answer.status)
			.headers(answer.headers)
			.send(body.length > 0 ? body : undefined);
	}

	async #process(operation: Operation, speech: SpeechEngine): Promise<Answer> {
		return operation({
			account: this.account,
			body: this.#request.body,
			params: Object(this.#request.params) as Record<string, string>,
			query: Object(this.#request.query) as Record<string, unknown>,
			speech,
			charge: (text) => {
				this.#charge(text);
			},
			signal: this.#abort.signal,
		});
	}

	#charge(text: string): void {
		if (!this.account || !this.#entry) return;
		if (!this.account.charge(this.#entry, Array.from(text).length)) {
			throw this.#provider.error('quota', 'You have used up the characters of your plan.');
		}
	}

	#refund(): void {
		if (this.#entry) this.account?.refund(this.#entry);
	}

	// Called before the last byte leaves: a client that sends its next request at once must find its slot free.
	#answered(status: number): void {
		for (const free of this.#release.splice(0)) free();
		if (!this.#entry) return;
		this.#entry.status = status;
		this.#entry.answeredAt = Date.now();
	}

	#cut(): void {
		this.#cutByUs = true;
		this.#request.raw.socket.destroy();
	}

	#closed(): void {
		for (const free of this.#release.splice(0)) free();
		this.#abort.abort();
		if (!this.#entry) return;
		this.#entry.aborted = !this.#cutByUs && !this.#reply.raw.writableFinished;
		this.#entry.closedAt = Date.now();
	}

	#describe(): Omit<JournalEntry, 'id'> {
		const headers: Record<string, string> = {};
		for (const [name, value] of Object.entries(this.#request.headers)) {
			headers[name] = name === this.#provider.keyHeader ? HIDDEN : String(value);
		}
		return {
			provider: this.#provider.name,
			operationId: this.operation.operationId,
			method: this.#request.method,
			path: this.#request.url.split('?', 1)[0] ?? '',
			query: { ...Object(this.#request.query) } as Record<string, unknown>,
			headers,
			body: null,
			status: null,
			charged: 0,
			fault: null,
			aborted: false,
			receivedAt: Date.now(),
			answeredAt: null,
			closedAt: null,
		};
	}
}
