import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Files that anyone may fetch who has a signed URL, on another origin than the providers. */
export class Storage {
	/** Where it listens, without a slash at the end; empty until it does. */
	url = '';
	readonly #secret = randomBytes(32);

	/** @param path begins with a slash */
	signedUrl(path: string, lifetimeMs: number): string {
		const expires = String(Date.now() + lifetimeMs);
		const query = new URLSearchParams({ expires, signature: this.#signature(path, expires) });
		return `${this.url}${path}?${query.toString()}`;
	}

	/** Whether the URL was signed here and still works. */
	allows(path: string, { expires, signature }: Record<string, unknown>): boolean {
		if (typeof expires !== 'string' || typeof signature !== 'string') return false;
		const given = Buffer.from(signature);
		const right = Buffer.from(this.#signature(path, expires));
		return given.length === right.length && timingSafeEqual(given, right) && Number(expires) > Date.now();
	}

	#signature(path: string, expires: string): string {
		return createHmac('sha256', this.#secret).update(`${path}?${expires}`).digest('hex');
	}
}
