import type { IDataObject } from 'n8n-workflow';

/** As many deliveries are remembered for each webhook; older ones are forgotten. */
const MOST = 1000;

interface Memory {
	/** Dealt with, oldest first. */
	readonly claimed: Set<string>;
	/** Once claimed, then given back: what is stored may still list them. */
	readonly released: Set<string>;
}

/** What each webhook of this process has seen. */
const memories = new Map<string, Memory>();

/**
 * Remembers which deliveries of a webhook have been dealt with. The memory of the process decides, since
 * several deliveries can be under way at once; n8n's static data carries it over a restart, and to other
 * processes.
 */
export class DeliveryLog {
	private readonly memory: Memory;

	/**
	 * @param webhook Name of the webhook, the same after a restart.
	 * @param stored The node's static data.
	 */
	constructor(
		webhook: string,
		private readonly stored: IDataObject,
	) {
		this.memory = memories.get(webhook) ?? { claimed: new Set(), released: new Set() };
		memories.set(webhook, this.memory);
		const { claimed, released } = this.memory;
		const before = Array.isArray(stored['deliveries']) ? stored['deliveries'].map(String) : [];
		for (const key of before) if (!released.has(key)) claimed.add(key);
	}

	/** @returns `false` when the delivery has been dealt with, or is being dealt with. */
	claim(key: string): boolean {
		const { claimed, released } = this.memory;
		if (claimed.has(key)) return false;
		released.delete(key);
		add(claimed, key);
		this.save();
		return true;
	}

	/** Nothing came of the delivery: it may come again. */
	release(key: string): void {
		const { claimed, released } = this.memory;
		claimed.delete(key);
		add(released, key);
		this.save();
	}

	private save(): void {
		this.stored['deliveries'] = [...this.memory.claimed];
	}
}

function add(keys: Set<string>, key: string): void {
	keys.add(key);
	for (const oldest of keys) {
		if (keys.size <= MOST) return;
		keys.delete(oldest);
	}
}
