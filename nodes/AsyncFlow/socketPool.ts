import type { AudioSource } from '../shared/http/body';
import { InputError } from '../shared/http/errors';
import { withRetries } from '../shared/http/transport';
import type { Call, Connection } from '../shared/http/types';
import type { SpeechRequest } from './api';
import type { SocketSetup } from './speechSocket';
import { SpeechSocket } from './speechSocket';

/** The sockets of each run, by what their texts have in common. */
const pools = new WeakMap<Connection, Map<string, Promise<SpeechSocket>>>();

/**
 * Speaks a text over a WebSocket: one connection for all texts of a run that share voice, model and format.
 *
 * @throws {ProviderError}
 * @throws {InputError} where the platform has no `WebSocket` (before Node.js 22).
 */
export async function synthesizeOverSocket<T>(
	call: Call,
	{ model_id, voice, output_format, language, transcript }: SpeechRequest,
	consume: (source: AudioSource) => Promise<T>,
): Promise<T> {
	if (typeof WebSocket === 'undefined') {
		throw new InputError('WebSockets need Node.js 22 or later', 'Update n8n, or use Synthesize Stream');
	}
	const setup = { model_id, voice, output_format, ...(language !== undefined && { language }) };
	return await withRetries(call, 'changes', async (stop) => {
		const socket = await openSocket(call, setup, stop);
		return await consume({ chunks: socket.speak(call, transcript, stop), status: 200, contentType: '' });
	});
}

async function openSocket(call: Call, setup: SocketSetup, stop: AbortSignal): Promise<SpeechSocket> {
	const { connection } = call;
	const pool = pools.get(connection) ?? new Map<string, Promise<SpeechSocket>>();
	pools.set(connection, pool);
	const key = JSON.stringify(setup);
	// What was refused before, may be one connection too many for the account because of one that is idle.
	if (call.usage.retries > 0) await closeIdle(pool);

	const current = pool.get(key);
	if (current !== undefined) {
		const socket = await current.catch(() => undefined);
		if (socket?.isOpen === true) return socket;
		// Unless another text that waited too has put a new one there.
		if (pool.get(key) === current) pool.delete(key);
		return await openSocket(call, setup, stop);
	}

	const opening = SpeechSocket.open(call, setup, stop);
	pool.set(key, opening);
	const socket = await opening;
	connection.closers.push(() => {
		socket.close();
	});
	return socket;
}

async function closeIdle(pool: Map<string, Promise<SpeechSocket>>): Promise<void> {
	for (const opened of [...pool.values()]) {
		const socket = await opened.catch(() => undefined);
		if (socket?.isIdle === true) socket.close();
	}
}
