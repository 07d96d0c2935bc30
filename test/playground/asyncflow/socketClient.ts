import type { Playground } from '../../support/playground';
import { EXAMPLE_VOICE } from './client';

/** A message of the server. */
export interface ServerMessage {
	audio?: string;
	final?: boolean;
	context_id?: string;
	error_code?: string;
	message?: string;
}

export const INIT = {
	model_id: 'async_flash_v1.5',
	voice: { mode: 'id', id: EXAMPLE_VOICE },
	output_format: { container: 'raw', encoding: 'pcm_s16le', sample_rate: 8000 },
};

/** A WebSocket connection, and everything it has received. */
export class SocketClient {
	/** Parsed, or text if it is not JSON. */
	readonly received: Array<ServerMessage | string> = [];
	/** The content of binary frames. */
	readonly bytes: Buffer[] = [];
	/** Resolves when the connection is closed. */
	readonly closed: Promise<{ code: number; reason: string }>;
	readonly #socket: WebSocket;
	#wake: () => void = () => undefined;
	#isClosed = false;

	private constructor(socket: WebSocket) {
		this.#socket = socket;
		socket.binaryType = 'arraybuffer';
		socket.onmessage = ({ data }: MessageEvent) => {
			if (data instanceof ArrayBuffer) {
				this.bytes.push(Buffer.from(data));
				return;
			}
			const text = String(data);
			try {
				this.received.push(JSON.parse(text) as ServerMessage);
			} catch {
				this.received.push(text);
			}
			this.#wake();
		};
		this.closed = new Promise((resolve) => {
			socket.onclose = ({ code, reason }) => {
				this.#isClosed = true;
				this.#wake();
				resolve({ code, reason });
			};
		});
	}

	/** Rejects if the handshake fails. */
	static open(playground: Playground, query: Record<string, string>): Promise<SocketClient> {
		const base = playground.baseUrl('asyncflow').replace(/^http/, 'ws');
		const parameters = new URLSearchParams(query).toString();
		const socket = new WebSocket(`${base}/text_to_speech/websocket/ws?${parameters}`);
		const client = new SocketClient(socket);
		return new Promise((resolve, reject) => {
			socket.onopen = () => {
				resolve(client);
			};
			socket.onerror = () => {
				reject(new Error('The handshake failed'));
			};
		});
	}

	send(...messages: unknown[]): void {
		for (const message of messages) {
			this.#socket.send(typeof message === 'string' ? message : JSON.stringify(message));
		}
	}

	sendBytes(bytes: Uint8Array<ArrayBuffer>): void {
		this.#socket.send(bytes);
	}

	close(): void {
		this.#socket.close();
	}

	/** Waits for a message, or returns one that has arrived. Throws if the connection closes without it. */
	async waitFor(wanted: (message: ServerMessage) => boolean): Promise<ServerMessage> {
		for (;;) {
			const found = this.messages.find(wanted);
			if (found) return found;
			if (this.#isClosed) throw new Error(`Closed; received ${JSON.stringify(this.received).slice(0, 300)}`);
			await new Promise<void>((resolve) => {
				this.#wake = resolve;
			});
		}
	}

	get messages(): ServerMessage[] {
		return this.received.filter((message) => typeof message !== 'string');
	}

	/** All audio of a context so far. */
	audio(context?: string): Buffer {
		const frames = this.messages.filter((message) => message.context_id === context);
		return Buffer.concat(frames.map(({ audio = '' }) => Buffer.from(audio, 'base64')));
	}
}
