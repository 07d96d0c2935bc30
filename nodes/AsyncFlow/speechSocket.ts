import { ProviderError } from '../shared/http/errors';
import { networkError, statusError } from '../shared/http/failures';
import { isRecord, parseJson } from '../shared/http/json';
import type { Call } from '../shared/http/types';
import { wait } from '../shared/http/wait';
import { countCharacters } from '../shared/text/split';
import { AudioQueue } from './audioQueue';
import { asyncFlow } from './provider';

/** Clients of the provider that are in use send something at least this often. */
const KEEP_ALIVE_MS = 10_000;

/** First message of a connection: what all that it speaks has in common. */
export interface SocketSetup {
	readonly model_id: string;
	readonly voice: { readonly mode: 'id'; readonly id: string };
	readonly output_format: object;
	readonly language?: string;
}

interface Utterance {
	readonly audio: AudioQueue;
	readonly characters: number;
}

/**
 * A connection to `/text_to_speech/websocket/ws`, over which many texts are spoken side by side, each in a
 * context of its own. The platform's `WebSocket` cannot set headers, so the key goes into the query of the
 * URL, which TLS protects; no error names that URL.
 */
export class SpeechSocket {
	private readonly utterances = new Map<string, Utterance>();
	private nextContext = 1;
	private hasSpoken = false;

	private constructor(
		private readonly socket: WebSocket,
		private readonly call: Call,
	) {
		socket.addEventListener('message', ({ data }) => {
			this.receive(data);
		});
		socket.addEventListener('close', () => {
			this.failAll(lost);
		});
		void this.keepAlive();
	}

	/** @throws {ProviderError} when no connection comes about. */
	static async open(call: Call, setup: SocketSetup, stop: AbortSignal): Promise<SpeechSocket> {
		const { baseUrl, secrets } = call.connection;
		const url = new URL(`${baseUrl.replace(/^http/, 'ws')}/text_to_speech/websocket/ws`);
		url.searchParams.set('api_key', secrets[0] ?? '');
		url.searchParams.set('version', 'v1');
		const socket = new WebSocket(url);
		await new Promise<void>((resolve, reject) => {
			socket.addEventListener('open', () => {
				resolve();
			});
			socket.addEventListener('error', () => {
				reject(refused(call));
			});
			stop.addEventListener('abort', () => {
				// Once it is open it belongs to other texts as well.
				if (socket.readyState === WebSocket.CONNECTING) socket.close();
				reject(stopped(call));
			});
		});
		socket.send(JSON.stringify(setup));
		return new SpeechSocket(socket, call);
	}

	get isOpen(): boolean {
		return this.socket.readyState === WebSocket.OPEN;
	}

	/** It has spoken, and nothing that was sent is still to be answered. */
	get isIdle(): boolean {
		return this.hasSpoken && this.utterances.size === 0;
	}

	/**
	 * Speaks a text.
	 *
	 * @returns Its audio as it comes; ends with the text, throws `ProviderError` when it does not get there.
	 */
	speak(call: Call, text: string, stop: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
		const context = `n8n-${this.nextContext}`;
		this.nextContext += 1;
		const utterance = { audio: new AudioQueue(), characters: countCharacters(text) };
		if (!this.isOpen) {
			utterance.audio.fail(refused(call));
			return utterance.audio.read();
		}
		this.utterances.set(context, utterance);
		stop.addEventListener('abort', () => {
			this.utterances.delete(context);
			utterance.audio.fail(stopped(call));
		});
		// The protocol wants text to end with one space; `force` speaks it however short it is.
		this.send({ transcript: `${text.trimEnd()} `, context_id: context, force: true });
		// Only a context that is closed is answered with its end.
		this.send({ transcript: '', context_id: context, close_context: true });
		return utterance.audio.read();
	}

	close(): void {
		if (this.isOpen) this.send({ terminate: true });
		this.socket.close();
	}

	private send(message: object): void {
		this.socket.send(JSON.stringify(message));
	}

	private receive(data: unknown): void {
		const message = typeof data === 'string' ? parseJson(data) : undefined;
		if (!isRecord(message)) return;
		const context = this.contextOf(message);
		const utterance = this.utterances.get(context);
		if (typeof message['error_code'] === 'string') {
			const error = socketError(this.call, message['error_code'], JSON.stringify(message));
			this.utterances.delete(context);
			if (utterance === undefined) this.refuseAll(error);
			else utterance.audio.fail(error);
			return;
		}
		const { audio } = message;
		if (typeof audio === 'string' && audio !== '') {
			this.hasSpoken = true;
			utterance?.audio.push(Buffer.from(audio, 'base64'));
		}
		if (message['final'] === true) {
			utterance?.audio.end();
			this.utterances.delete(context);
		}
	}

	/** Older answers do not name the context; that is clear as long as there is only one. */
	private contextOf({ context_id: context }: Record<string, unknown>): string {
		if (typeof context === 'string') return context;
		const [only = '', ...others] = this.utterances.keys();
		return others.length === 0 ? only : '';
	}

	/** An error of the whole connection, or of a text that it does not name. */
	private refuseAll(error: ProviderError): void {
		const repeatable = error.kind === 'tooFast' || error.kind === 'tooManyAtOnce';
		// A connection that has spoken was let in, so any of these texts may be paid for already.
		this.failAll(repeatable && this.hasSpoken ? lost : () => error);
		this.close();
	}

	private failAll(errorFor: (call: Call, utterance: Utterance) => ProviderError): void {
		for (const utterance of this.utterances.values()) utterance.audio.fail(errorFor(this.call, utterance));
		this.utterances.clear();
	}

	private async keepAlive(): Promise<void> {
		const { cancelled } = this.call.connection;
		for (;;) {
			await wait(KEEP_ALIVE_MS, cancelled);
			if (!this.isOpen) return;
			if (cancelled?.aborted === true) this.close();
			else this.send({ transcript: ' ' });
		}
	}
}

function socketError(call: Call, code: string, text: string): ProviderError {
	const status = asyncFlow.errors.find((row) => row.code === code)?.status ?? 400;
	return statusError(call.connection, status, text);
}

function lost(call: Call, { audio, characters }: Utterance): ProviderError {
	const error = networkError(call.connection, new Error('Connection lost'), call.limits.timeoutMs);
	error.note = `The text of ${characters} characters had been sent and was probably charged; ${audio.bytes} bytes of its audio had come`;
	return error;
}

function refused(call: Call): ProviderError {
	return new ProviderError({
		kind: 'notConnected',
		title: `No WebSocket connection to ${new URL(call.connection.baseUrl).host} could be made`,
		nextStep:
			'Check the API key and the base URL in the credential, and that a proxy between n8n and the provider lets WebSockets through. Synthesize Stream gives the same audio without one',
	});
}

/** The time is up, or the execution was cancelled: `networkError` tells which. */
function stopped(call: Call): ProviderError {
	const error = Object.assign(new Error('Stopped'), { code: 'ERR_CANCELED' });
	return networkError(call.connection, error, call.limits.timeoutMs);
}
