import { execFileSync } from 'node:child_process';

import type { Playground, PlaygroundAccount } from '../support/playground';

/** An account, or just its API key. */
export type Key = Pick<PlaygroundAccount, 'apiKey'>;

/** Fields of a form; a list is sent as several fields, and undefined not at all. */
export type Fields = Record<string, string | string[] | undefined>;

export interface FormFile {
	bytes: Uint8Array;
	name?: string;
	type?: string;
}

export function formOf(fields: Fields, files: Record<string, FormFile | undefined> = {}): FormData {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) {
		for (const one of [value ?? []].flat()) form.append(name, one);
	}
	for (const [field, file] of Object.entries(files)) {
		if (!file) continue;
		const { bytes, name = 'me.wav', type = '' } = file;
		form.append(field, new Blob([new Uint8Array(bytes)], { type }), name);
	}
	return form;
}

export const bytesOf = async (response: Response): Promise<Uint8Array<ArrayBuffer>> =>
	new Uint8Array(await response.arrayBuffer());

/** The first value that is `ready`. Rejects after 15 seconds. */
export async function eventually<Value>(
	read: () => Value | Promise<Value>,
	ready: (value: Value) => boolean,
): Promise<Value> {
	const end = Date.now() + 15_000;
	for (;;) {
		const value = await read();
		if (ready(value)) return value;
		if (Date.now() > end) throw new Error(`Still ${JSON.stringify(value)}`);
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

/** Resident memory of the playground, in megabytes. */
export function memoryOf({ pid }: Playground): number {
	return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)]).toString()) / 1024;
}
