import { wait } from '../../shared/concurrency/wait';
import type { ProviderError } from '../../shared/http/errors';
import { isRecord, parseJson } from '../../shared/http/json';
import type { Call } from '../../shared/http/types';
import { countCharacters } from '../../shared/text/split';
import { AudioQueue } from './audioQueue';
import type { Exchanged } from './errors';
import { closeError, handshakeError, interruptedError, messageError, protocolError } from './errors';

/** Clients of the provider that are in use send something at least this often. */
const KEEP_ALIVE_MS = 10_000;
/** The platform cannot pause a WebSocket, so no further text is sent while so much audio waits to be stored. */
const MAX_HELD_BYTES = 8 * 2 ** 20;
const CHECK_HELD_MS = 50;

/** First message of a connection: what all texts on it have in common. */
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

const exchangedOf = ({ audio, characters }: Utterance): Exchanged => ({
	characters,
	received: audio.received,
});

/** A binary message as text where it can be JSON. */
const textIn = (bytes: Buffer): string =>
	bytes.at(0) === BRACES.open && bytes.at(-1) === BRACES.close ? bytes.toString() : '';
const BRACES = { open: 0x7b, close: 0x7d } as const;

/**
 * A connection to `/text_to_speech/websocket/ws`, over which several texts are synthesized at a time, each in
 * a context of its own. The platform's `WebSocket` cannot set headers, so the key goes into the query of the
 * URL, which TLS protects; no error names that URL.
 */
export class SpeechSocket {
	private readonly utterances = new Map<string, Utterance>();
	private nextContext = 1;
	private held = 0;
	/** Texts that use the connection, or are about to. */
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
			this.failAll((utterance) => closeError(call, code, reason, exchangedOf(utterance)));
		});
		void this.keepAlive();
	}

	/**
	 * @param stop Ends the handshake.
	 * @throws {ProviderError} when no connection is made.
	 */
	static async open(call: Call, setup: SocketSetup, stop: AbortSignal): Promise<SpeechSocket> {
		const { baseUrl, apiKey } = call.connection;
		const url = new URL(`${baseUrl.replace(/^http/, 'ws')}/text_to_speech/websocket/ws`);
		url.searchParams.set('api_key', apiKey);
		url.searchParams.set('version', 'v1');
		if (stop.aborted) throw interruptedError(call);
		const socket = new WebSocket(url);
		await new Promise<void>((resolve, reject) => {
			const giveUp = () => {
				socket.close();
				reject(interruptedError(call));
			};
			const settled = (settle: () => void) => () => {
				stop.removeEventListener('abort', giveUp);
				settle();
			};
			stop.addEventListener('abort', giveUp);
			socket.addEventListener('open', settled(resolve));
			socket.addEventListener(
				'error',
				settled(() => {
					reject(handshakeError(call));
				}),
			);
		});
		socket.send(JSON.stringify(setup));
		return new SpeechSocket(socket, call);
	}

	get isOpen(): boolean {
		return this.socket.readyState === WebSocket.OPEN;
	}

	/**
	 * Synthesizes a text.
	 *
	 * @param stop Ends the wait for its audio.
	 * @returns Its audio as it comes; ends with the text, throws `ProviderError` when it does not get there.
	 */
	async *speak(call: Call, text: string, stop: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
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
		const interrupt = () => {
			audio.fail(interruptedError(call, exchangedOf(utterance)));
		};
		stop.addEventListener('abort', interrupt);
		try {
			// The protocol wants text to end with one space; `force` speaks it however short it is.
			this.send({ transcript: `${text.trimEnd()} `, context_id: context, force: true });
			// Only a context that is closed is answered with its end.
			this.send({ transcript: '', context_id: context, close_context: true });
			yield* audio.read();
		} finally {
			stop.removeEventListener('abort', interrupt);
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
		const { context_id: named, error_code: code, audio } = message;
		// Older answers do not name the context; that is clear as long as there is only one.
		const utterance = typeof named === 'string' ? this.utterances.get(named) : this.only();
		const concerned = typeof code === 'string' || typeof audio === 'string' || message.final === true;
		if (!concerned) return;
		if (utterance === undefined) {
			// A text that is over, or was given up, concerns no other.
			if (typeof named !== 'string') this.receiveUnnamed(code, message);
			return;
		}
		if (typeof code === 'string') {
			const text = JSON.stringify(message);
			utterance.audio.fail(messageError(utterance.call, code, text, exchangedOf(utterance)));
			return;
		}
		if (typeof audio === 'string' && audio !== '') utterance.audio.push(Buffer.from(audio, 'base64'));
		if (message.final === true) utterance.audio.end();
	}

	/** A message without a context while there are several texts, or none. */
	private receiveUnnamed(code: unknown, message: Record<string, unknown>): void {
		if (typeof code === 'string') {
			const text = JSON.stringify(message);
			this.failAll((utterance) => messageError(utterance.call, code, text, exchangedOf(utterance)));
		} else {
			this.failAll((utterance) => protocolError('It has no context_id', exchangedOf(utterance)));
		}
		this.close();
	}

	/** The documentation knows no binary messages; audio is what those that are no JSON could be. */
	private receiveBinary(bytes: Uint8Array): void {
		const utterance = this.only();
		if (utterance !== undefined) {
			utterance.audio.push(bytes);
		} else if (this.utterances.size > 1) {
			this.failAll((each) => protocolError('It is binary', exchangedOf(each)));
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
