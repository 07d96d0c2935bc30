import type { IDataObject } from 'n8n-workflow';

/** As many deliveries are remembered for each webhook; older ones are forgotten. */
const MOST = 1000;

interface Memory {
	/** Keys of what has started something, oldest first. */
	readonly known: Set<string>;
	/** The last decision that is under way about each subject. */
	readonly underWay: Map<string, Promise<void>>;
}

/** What each webhook of this process has seen. */
const memories = new Map<string, Memory>();

/**
 * Remembers which deliveries of a webhook have started something. The memory of the process decides, since
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
		this.memory = memories.get(webhook) ?? { known: new Set(), underWay: new Map() };
		memories.set(webhook, this.memory);
		const before = Array.isArray(stored['deliveries']) ? stored['deliveries'].map(String) : [];
		for (const key of before) this.memory.known.add(key);
	}

	/**
	 * Decides about a delivery when no other decision about the same subject is under way, so that what comes
	 * twice at once is neither dealt with twice nor dropped for the sake of one that comes to nothing.
	 */
	async alone<T>(subject: string, decide: () => Promise<T>): Promise<T> {
		const { underWay } = this.memory;
		const decision = (underWay.get(subject) ?? Promise.resolve()).then(decide);
		const over = decision.then(
			() => undefined,
			() => undefined,
		);
		underWay.set(subject, over);
		const [outcome] = await Promise.allSettled([decision]);
		if (underWay.get(subject) === over) underWay.delete(subject);
		if (outcome.status === 'fulfilled') return outcome.value;
		throw outcome.reason;
	}

	has(key: string): boolean {
		return this.memory.known.has(key);
	}

	add(key: string): void {
		const { known } = this.memory;
		known.add(key);
		for (const oldest of known) {
			if (known.size <= MOST) break;
			known.delete(oldest);
		}
		this.save();
	}

	/**
	 * n8n stores the static data of a call when the call is over. A call that took long saves again at its end,
	 * so that it does not put back what was known when it began.
	 */
	save(): void {
		this.stored['deliveries'] = [...this.memory.known];
	}
}
