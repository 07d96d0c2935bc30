import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Signs the URLs of files, which are served on an origin of their own. */
export class Storage {
	/** Without a trailing slash; empty until the storage listens. */
	url = '';
	readonly #secret = randomBytes(32);

	/** @param path with a leading slash */
	signedUrl(path: string, lifetimeMs: number): string {
		const expires = String(Date.now() + lifetimeMs);
		const query = new URLSearchParams({ expires, signature: this.#signature(path, expires) });
		return `${this.url}${path}?${query.toString()}`;
	}

	/** Whether a signature is valid and has not expired. */
	allows(path: string, { expires, signature }: Record<string, unknown>): boolean {
		if (typeof expires !== 'string' || typeof signature !== 'string') return false;
		const given = Buffer.from(signature);
		const expected = Buffer.from(this.#signature(path, expires));
		return (
			given.length === expected.length && timingSafeEqual(given, expected) && Number(expires) > Date.now()
		);
	}

	#signature(path: string, expires: string): string {
		return createHmac('sha256', this.#secret).update(`${path}?${expires}`).digest('hex');
	}
}
