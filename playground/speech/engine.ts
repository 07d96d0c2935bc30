import { LRUCache } from 'lru-cache';
import { Piscina } from 'piscina';

import type { Speech, SpeechRequest } from './types.ts';

const CACHE_BYTES = 128 * 1024 * 1024;

/** Speaks in worker threads and remembers what it said lately. */
export class SpeechEngine {
	readonly #pool = new Piscina<SpeechRequest, Speech>({
		filename: new URL('./worker.ts', import.meta.url).href,
		minThreads: 1,
		maxThreads: 2,
		idleTimeout: 60_000,
		maxQueue: 10_000,
	});
	readonly #cache = new LRUCache<string, Speech>({
		maxSize: CACHE_BYTES,
		sizeCalculation: (speech) => speech.audio.byteLength + 1,
	});
	readonly #running = new Map<string, Promise<Speech>>();

	/** The audio of a text; equal requests share one synthesis. Throws when the voice does not exist. */
	async speak(request: SpeechRequest): Promise<Speech> {
		const key = JSON.stringify(request);
		const known = this.#cache.get(key) ?? this.#running.get(key);
		if (known) return known;
		const work = this.#pool.run(request).finally(() => this.#running.delete(key));
		this.#running.set(key, work);
		const speech = await work;
		this.#cache.set(key, speech);
		return speech;
	}

	async close(): Promise<void> {
		await this.#pool.destroy();
	}
}
