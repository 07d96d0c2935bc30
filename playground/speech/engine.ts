import { LRUCache } from 'lru-cache';
import { on } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { Piscina } from 'piscina';

import type { Speech, SpeechRequest } from './types.ts';
import type { SpeechTask } from './worker.ts';

const CACHE_BYTES = 128 * 1024 * 1024;

const CHUNK_BYTES = 16 * 1024;

export const dataOf = ({ audio, dataStart, dataEnd }: Speech): Buffer =>
	Buffer.from(audio.buffer, audio.byteOffset + dataStart, dataEnd - dataStart);

/** Synthesizes in worker threads, with a cache. */
export class SpeechEngine {
	readonly #pool = new Piscina<SpeechTask, Speech>({
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

	/** Equal requests share one synthesis. Throws if the voice does not exist. */
	async synthesize(request: SpeechRequest): Promise<Speech> {
		return this.#cached(request) ?? this.#start(request, () => this.#pool.run(request));
	}

	/**
	 * The same audio in chunks, while it is synthesized, without a WAV's header and padding.
	 * Throws if the voice does not exist.
	 */
	async *stream(request: SpeechRequest): AsyncGenerator<Buffer> {
		const cached = this.#cached(request);
		if (cached) {
			const data = dataOf(await cached);
			for (let at = 0; at < data.length; at += CHUNK_BYTES) yield data.subarray(at, at + CHUNK_BYTES);
			return;
		}
		const { port1: near, port2: far } = new MessageChannel();
		const chunks = on(near, 'message', { close: ['close'] });
		const work = this.#start(request, () =>
			this.#pool.run({ ...request, port: far }, { transferList: [far] }),
		);
		// A task that fails before it runs does not close the other end.
		work.catch(() => {
			near.close();
		});
		try {
			for await (const [chunk] of chunks as AsyncIterable<[Uint8Array | null]>) {
				if (chunk === null) break;
				yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
			}
		} finally {
			near.close();
		}
		await work;
	}

	async close(): Promise<void> {
		await this.#pool.destroy();
	}

	#cached(request: SpeechRequest): Promise<Speech> | undefined {
		const key = JSON.stringify(request);
		const cached = this.#cache.get(key);
		return cached ? Promise.resolve(cached) : this.#running.get(key);
	}

	#start(request: SpeechRequest, run: () => Promise<Speech>): Promise<Speech> {
		const key = JSON.stringify(request);
		const work = run()
			.then((speech) => {
				this.#cache.set(key, speech);
				return speech;
			})
			.finally(() => this.#running.delete(key));
		this.#running.set(key, work);
		return work;
	}
}
