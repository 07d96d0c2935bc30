import { onAbort } from '../../shared/concurrency/onAbort';
import { wait } from '../../shared/concurrency/wait';
import type { ProviderError } from '../../shared/http/errors';
import { isRecord, parseJson } from '../../shared/http/json';
import type { Call } from '../../shared/http/types';
import { countCharacters } from '../../shared/text/characters';
import { API_VERSION } from '../provider';
import { AudioQueue } from './audioQueue';
import type { Progress } from './errors';
import { closeError, handshakeError, interruptedError, messageError, protocolError } from './errors';

/** Interval of messages that keep the connection open, as in other clients of the provider. */
const KEEP_ALIVE_MS = 10_000;
/** The platform cannot pause a WebSocket, so no text is sent while more audio than this waits to be stored. */
const MAX_HELD_BYTES = 8 * 2 ** 20;
const CHECK_HELD_MS = 50;

/** First message of a connection, which applies to all its texts. */
export interface SocketSetup {
	readonly model_id: string;
	readonly voice: { readonly mode: 'id'; readonly id: string };
	readonly output_format: object;
	readonly language?: string;
}

interface Utterance {
	readonly call: Call;
	readonly audio: AudioQueue;
	readonly characters: number;
}

const progressOf = ({ audio, characters }: Utterance): Progress => ({
	characters,
	received: audio.received,
});

/** Decodes a binary message that may be JSON; empty for any other. */
const textIn = (bytes: Buffer): string =>
	bytes.at(0) === BRACES.open && bytes.at(-1) === BRACES.close ? bytes.toString() : '';
const BRACES = { open: 0x7b, close: 0x7d } as const;

/**
 * A connection to `/text_to_speech/websocket/ws`, which synthesizes several texts concurrently, each in its own
 * context. The platform's `WebSocket` cannot set headers, so the key is in the query of the URL, which TLS encrypts and
 * no error shows.
 */
export class SpeechSocket {
	private readonly utterances = new Map<string, Utterance>();
	private nextContext = 1;
	/** Bytes of audio that wait to be stored. */
	private held = 0;
	/** Number of texts that use the connection or are about to. */
	users = 0;

	private constructor(
		private readonly socket: WebSocket,
		private readonly call: Call,
	) {
		socket.binaryType = 'arraybuffer';
		socket.addEventListener('message', ({ data }) => {
			this.receive(data);
		});
		socket.addEventListener('close', ({ code, reason }) => {
			this.failAll((utterance) => closeError(call, code, reason, progressOf(utterance)));
		});
		void this.keepAlive();
	}

	/**
	 * @param stop Interrupts the handshake.
	 * @throws {ProviderError} if the connection cannot be opened.
	 */
	static async open(call: Call, setup: SocketSetup, stop: AbortSignal): Promise<SpeechSocket> {
		const { baseUrl, apiKey } = call.connection;
		const url = new URL(`${baseUrl.replace(/^http/, 'ws')}/text_to_speech/websocket/ws`);
		url.searchParams.set('api_key', apiKey);
		url.searchParams.set('version', API_VERSION);
		if (stop.aborted) throw interruptedError(call);
		const socket = new WebSocket(url);
		await new Promise<void>((resolve, reject) => {
			const forget = onAbort(stop, () => {
				socket.close();
				reject(interruptedError(call));
			});
			socket.addEventListener('open', () => {
				forget();
				resolve();
			});
			socket.addEventListener('error', () => {
				forget();
				reject(handshakeError(call));
			});
		});
		socket.send(JSON.stringify(setup));
		return new SpeechSocket(socket, call);
	}

	get isOpen(): boolean {
		return this.socket.readyState === WebSocket.OPEN;
	}

	/**
	 * Synthesizes a text and yields its audio.
	 *
	 * @param stop Stops waiting for the audio.
	 * @throws {ProviderError} if the audio is not complete.
	 */
	async *synthesize(
		call: Call,
		text: string,
		stop: AbortSignal,
	): AsyncGenerator<Uint8Array, void, undefined> {
		while (this.held > MAX_HELD_BYTES && !stop.aborted) await wait(CHECK_HELD_MS, stop);
		if (stop.aborted || call.stopping.aborted) throw interruptedError(call);
		if (!this.isOpen) throw handshakeError(call);
		const context = `n8n-${this.nextContext}`;
		this.nextContext += 1;
		const audio = new AudioQueue((bytes) => {
			this.held += bytes;
		});
		const utterance = { call, audio, characters: countCharacters(text) };
		this.utterances.set(context, utterance);
		const forget = onAbort(stop, () => {
			audio.fail(interruptedError(call, progressOf(utterance)));
		});
		try {
			// The protocol requires one space at the end of a text; `force` synthesizes even a short text.
			this.send({ transcript: `${text.trimEnd()} `, context_id: context, force: true });
			// The final message comes only after closing the context.
			this.send({ transcript: '', context_id: context, close_context: true });
			yield* audio.read();
		} finally {
			forget();
			this.utterances.delete(context);
		}
	}

	close(): void {
		if (this.isOpen) this.send({ terminate: true });
		this.socket.close();
	}

	private send(message: object): void {
		if (this.isOpen) this.socket.send(JSON.stringify(message));
	}

	private receive(data: unknown): void {
		const bytes = data instanceof ArrayBuffer ? Buffer.from(data) : undefined;
		const message = parseJson(bytes === undefined ? String(data) : textIn(bytes));
		if (!isRecord(message)) {
			if (bytes !== undefined) this.receiveBinary(bytes);
			return;
		}
		const { context_id: contextId, error_code: code, audio } = message;
		// Older servers send no context ID; the context is clear if there is only one.
		const utterance = typeof contextId === 'string' ? this.utterances.get(contextId) : this.only();
		const isRelevant = typeof code === 'string' || typeof audio === 'string' || message.final === true;
		if (!isRelevant) return;
		if (utterance === undefined) {
			// A message for a text that has finished or was abandoned is ignored.
			if (typeof contextId !== 'string') this.receiveUnnamed(code, message);
			return;
		}
		if (typeof code === 'string') {
			const text = JSON.stringify(message);
			utterance.audio.fail(messageError(utterance.call, code, text, progressOf(utterance)));
			return;
		}
		if (typeof audio === 'string' && audio !== '') utterance.audio.push(Buffer.from(audio, 'base64'));
		if (message.final === true) utterance.audio.end();
	}

	/** Handles a message without a context ID while there is not exactly one text. */
	private receiveUnnamed(code: unknown, message: Record<string, unknown>): void {
		if (typeof code === 'string') {
			const text = JSON.stringify(message);
			this.failAll((utterance) => messageError(utterance.call, code, text, progressOf(utterance)));
		} else {
			this.failAll((utterance) => protocolError('The message has no context_id', progressOf(utterance)));
		}
		this.close();
	}

	/** Treats a binary message that is not JSON as audio. The API documents no binary messages. */
	private receiveBinary(bytes: Uint8Array): void {
		const utterance = this.only();
		if (utterance !== undefined) {
			utterance.audio.push(bytes);
		} else if (this.utterances.size > 1) {
			this.failAll((each) => protocolError('The message is binary', progressOf(each)));
			this.close();
		}
	}

	private only(): Utterance | undefined {
		const [only, ...others] = this.utterances.values();
		return others.length === 0 ? only : undefined;
	}

	private failAll(errorOf: (utterance: Utterance) => ProviderError): void {
		for (const utterance of this.utterances.values()) utterance.audio.fail(errorOf(utterance));
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
