/**
 * The types of three libraries that have none TypeScript can find, as far as the playground uses them.
 */
declare module '@echogarden/espeak-ng-emscripten' {
	export interface EspeakEvent {
		type: 'word' | 'sentence' | 'mark' | 'play' | 'end' | 'msg_terminated' | 'phoneme' | 'samplerate';
		/** 1-based position in the text, counted in Unicode code points. */
		text_position: number;
		word_length: number;
		/** Milliseconds from the start of the audio. */
		audio_position: number;
	}
	export interface EspeakWorker {
		rate: number;
		pitch: number;
		range: number;
		set_voice(name: string): number;
		get_samplerate(): number;
		/** Synchronous. The callback returns true to stop. */
		synthesize(text: string, callback: (samples: Int16Array, events: EspeakEvent[]) => boolean): void;
	}
	interface EspeakModule {
		eSpeakNGWorker: new () => EspeakWorker;
	}
	export default function load(): Promise<EspeakModule>;
}

declare module '@breezystack/lamejs' {
	export class Mp3Encoder {
		constructor(channels: number, sampleRate: number, kbps: number);
		encodeBuffer(left: Int16Array, right?: Int16Array): Uint8Array;
		flush(): Uint8Array;
	}
}

declare module 'ws' {
	import type { EventEmitter } from 'node:events';

	export class WebSocket extends EventEmitter {
		on(event: 'message', listener: (data: Buffer, isBinary: boolean) => void): this;
		on(event: 'close', listener: (code: number) => void): this;
		/** `done` is called when the message has been written, or cannot be. */
		send(data: string | Buffer, done: (error?: Error) => void): void;
		close(code: number, reason: string): void;
		/** Without a close frame. */
		terminate(): void;
	}
	export class Server extends EventEmitter {
		readonly clients: Set<WebSocket>;
	}
	export interface ServerOptions {
		maxPayload?: number;
	}
}
