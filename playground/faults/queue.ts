import type { ContractOperation } from '../contract.ts';
import { isDeliveryFault, isSocketFault, type Chaos, type Fault } from './types.ts';

interface Pending {
	fault: Fault;
	skip: number;
	times: number;
}

/** Deterministic random numbers in [0, 1): mulberry32. */
function randomNumbers(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** Whether a fault can happen to an operation. */
function appliesTo(fault: Fault, operation: ContractOperation): boolean {
	if (fault.operation !== undefined && fault.operation !== operation.operationId) return false;
	if (isSocketFault(fault) || fault.kind === 'wsRefuse' || fault.kind === 'wsStall')
		return operation.webSocket;
	if (fault.kind === 'inBandQuota') return operation.inBandError !== undefined;
	if (fault.kind === 'filler') return operation.returnsAudio;
	// The response to a handshake has no body.
	return !operation.webSocket || !isDeliveryFault(fault) || fault.kind === 'delay';
}

/** The faults waiting for the requests of one account. */
export class FaultQueue {
	#pending: Pending[] = [];
	#chaos: Chaos | null = null;
	#random = randomNumbers(0);

	add(faults: Fault[]): void {
		for (const fault of faults) {
			this.#pending.push({ fault, skip: fault.skip ?? 0, times: fault.times ?? 1 });
		}
	}

	clear(): void {
		this.#pending = [];
	}

	setChaos(chaos: Chaos | null): void {
		this.#chaos = chaos;
		this.#random = randomNumbers(chaos?.seed ?? 0);
	}

	/**
	 * The fault for the next request of an operation. Only the first that applies to it counts: while it skips requests,
	 * they pass.
	 */
	take(operation: ContractOperation): Fault | undefined {
		const matches = (fault: Fault) => appliesTo(fault, operation);
		const next = this.#pending.find(({ fault }) => matches(fault));
		if (!next) return this.#takeChaos(matches);
		if (next.skip > 0) {
			next.skip--;
			return undefined;
		}
		next.times--;
		if (next.times <= 0) this.#pending.splice(this.#pending.indexOf(next), 1);
		return next.fault;
	}

	#takeChaos(matches: (fault: Fault) => boolean): Fault | undefined {
		if (!this.#chaos || this.#random() >= this.#chaos.probability) return undefined;
		const faults = this.#chaos.faults.filter(matches);
		return faults[Math.floor(this.#random() * faults.length)];
	}
}
