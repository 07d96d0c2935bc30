/** An error response of n8n. */
export class N8nRestError extends Error {
	readonly status: number;

	constructor(request: string, status: number, body: string) {
		super(`${request} returned ${status}: ${body.slice(0, 500)}`);
		this.name = 'N8nRestError';
		this.status = status;
	}
}

const TIMEOUT_MS = 60_000;

type Query = Record<string, string>;

/** n8n's REST API with the session cookie of the last sign-in. */
export class RestSession {
	readonly #url: string;
	#cookie = '';

	constructor(url: string) {
		this.#url = url;
	}

	/** Sends a request. Throws unless it succeeds. */
	async send(method: string, path: string, body?: unknown, query: Query = {}): Promise<Response> {
		const url = new URL(path, this.#url);
		for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
		const response = await fetch(url, {
			method,
			headers: {
				...(this.#cookie === '' ? {} : { cookie: this.#cookie }),
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
			},
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
			signal: AbortSignal.timeout(TIMEOUT_MS),
		});
		const auth = response.headers.getSetCookie().find((cookie) => cookie.startsWith('n8n-auth='));
		if (auth !== undefined) this.#cookie = auth.split(';')[0] ?? '';
		if (!response.ok) throw new N8nRestError(`${method} ${path}`, response.status, await response.text());
		return response;
	}

	/** The `data` of a JSON response. The caller states its type; n8n's responses are not validated here. */
	async data<T>(method: string, path: string, body?: unknown, query?: Query): Promise<T> {
		const response = await this.send(method, path, body, query);
		const { data } = (await response.json()) as { data: T };
		return data;
	}
}
