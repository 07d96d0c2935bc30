import { expect } from '@jest/globals';
import { createHash } from 'node:crypto';

import { hum } from '../../support/faseeh';
import { decode, probe } from '../../support/ffprobe';
import type { N8nInstance } from '../../support/n8nInstance';
import { until } from '../until';

/** A recording of somebody. */
export const SAMPLE: Buffer<ArrayBuffer> = Buffer.from(hum());

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A WAV as Faseeh makes them: whole, with something to hear, at least so many seconds of it. */
export async function expectSpeech(audio: Uint8Array, seconds: number): Promise<void> {
	expect(await probe(audio)).toMatchObject({ codec: 'pcm_s16le', sampleRate: 24_000, channels: 1 });
	const { warnings, meanVolume, pcm } = await decode(audio);
	expect(warnings).toBe('');
	expect(meanVolume).toBeGreaterThan(-40);
	expect(pcm.length / 24_000).toBeGreaterThan(seconds);
}

/** An n8n form on its way through a browser, of which this does what the scripts on its pages do. */
export class FormVisit {
	readonly #waitingUrl: URL;

	private constructor(waitingUrl: string) {
		this.#waitingUrl = new URL(waitingUrl);
	}

	/** Fills in the first page. The answers stand in the order of its fields. */
	static async begin(n8n: N8nInstance, path: string, answers: Array<string | Blob>): Promise<FormVisit> {
		return new FormVisit(await send(new URL(`${n8n.client.url}/form/${path}`), answers));
	}

	/** The next page, once the workflow has come to it. */
	async page(): Promise<string> {
		const status = new URL(this.#waitingUrl);
		status.pathname += '/n8n-execution-status';
		await until(
			async () => await (await fetch(status)).text(),
			(text) => text === 'form-waiting',
		);
		const response = await fetch(this.#waitingUrl);
		expect(response.status).toBe(200);
		return await response.text();
	}

	/** Fills in the page that is open. */
	async submit(answers: string[]): Promise<void> {
		await send(this.#waitingUrl, answers);
	}

	/** What the last page does by itself when it is shown; only then does the execution end. */
	async end(): Promise<void> {
		const response = await fetch(this.#waitingUrl, { method: 'POST' });
		expect(response.status).toBe(200);
	}
}

/** Returns the address of the page after this one. */
async function send(url: URL, answers: Array<string | Blob>): Promise<string> {
	const form = new FormData();
	for (const [index, answer] of answers.entries()) form.append(`field-${index}`, answer);
	const response = await fetch(url, { method: 'POST', body: form });
	expect(response.status).toBe(200);
	const { formWaitingUrl } = (await response.json()) as { formWaitingUrl: string };
	return formWaitingUrl;
}
