/** `ws` brings no types; this is the part of it that the tests use. It comes with `@fastify/websocket`. */
declare module 'ws' {
	import type { EventEmitter } from 'node:events';
	import type { AddressInfo } from 'node:net';

	export class WebSocket extends EventEmitter {
		on(event: 'message', listener: (data: Buffer) => void): this;
		send(data: string): void;
		/** Without a close frame. */
		terminate(): void;
	}
	export class WebSocketServer extends EventEmitter {
		constructor(options: { port: number; host: string });
		on(event: 'connection', listener: (socket: WebSocket) => void): this;
		readonly clients: Set<WebSocket>;
		address(): AddressInfo;
		close(): void;
	}
}
