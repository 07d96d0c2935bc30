import { onAbort } from '../../shared/concurrency/onAbort';
import { Scope } from '../../shared/concurrency/scope';
import { settle } from '../../shared/concurrency/settle';
import { attempt } from '../../shared/http/attempt';
import type { AudioSource } from '../../shared/http/body';
import { InputError, ProviderError } from '../../shared/http/errors';
import type { Call } from '../../shared/http/types';
import type { SpeechRequest } from '../api';
import { listVoices } from '../api';
import { interruptedError } from './errors';
import type { SocketSetup } from './speechSocket';
import { SpeechSocket } from './speechSocket';

/** The sockets of a run, by what their texts have in common. */
type Pool = Map<string, Promise<SpeechSocket>>;

/**
 * Synthesizes a text over a WebSocket: one connection for all texts of a run that share voice, model and format.
 *
 * @throws {ProviderError}
 * @throws {InputError} where the platform has no `WebSocket` (before Node.js 22).
 */
export async function synthesizeOverSocket<T>(
	call: Call,
	{ model_id, voice, output_format, language, transcript }: SpeechRequest,
	readBody: (source: AudioSource) => Promise<T>,
): Promise<T> {
	if (typeof WebSocket === 'undefined') {
		throw new InputError('WebSockets need Node.js 22 or later', 'Update n8n, or use Synthesize Stream');
	}
	const setup = { model_id, voice, output_format, ...(language !== undefined && { language }) };
	return await attempt(call, { kind: 'websocket', effect: 'unsafe' }, async (stop, count) => {
		const socket = await borrowSocket(call, setup, stop, count);
		try {
			const chunks = socket.speak(call, transcript, stop);
			return await readBody({ chunks, status: 200, contentType: '' });
		} finally {
			socket.users -= 1;
		}
	});
}

/** A socket that is open, and counted as used. Neither its handshake nor that of another text outlasts `stop`. */
async function borrowSocket(
	call: Call,
	setup: SocketSetup,
	stop: AbortSignal,
	attempts: number,
): Promise<SpeechSocket> {
	const pool = call.connection.once('sockets', (): Pool => new Map(), closeAll);
	const key = JSON.stringify(setup);
	// What was refused before, may be one connection too many for the account because of one that is idle.
	if (attempts > 1) await closeIdle(pool, key);
	const scope = new Scope([stop, call.stopping]);
	try {
		for (;;) {
			if (scope.signal.aborted) throw interruptedError(call);
			const current = pool.get(key) ?? openInto(pool, key, call, setup, scope.signal);
			const opened = await settle(orStopped(current, scope.signal));
			if (opened.status === 'fulfilled' && opened.value?.isOpen === true) {
				opened.value.users += 1;
				return opened.value;
			}
			if (pool.get(key) === current) pool.delete(key);
			// The handshake of another text that was interrupted says nothing about this one.
			if (opened.status === 'rejected' && !isInterruption(opened.reason)) throw opened.reason;
		}
	} finally {
		scope.release();
	}
}

function openInto(
	pool: Pool,
	key: string,
	call: Call,
	setup: SocketSetup,
	stop: AbortSignal,
): Promise<SpeechSocket> {
	const opening = SpeechSocket.open(call, setup, stop).catch(async (error: unknown) => {
		throw await explained(call, error);
	});
	// Whoever waits for it deals with a failure; nobody may.
	void settle(opening);
	pool.set(key, opening);
	return opening;
}

/**
 * A handshake that fails does not say why. The cheapest request over HTTP does: a rejected key or a host that
 * cannot be reached needs no further attempts.
 */
async function explained(call: Call, error: unknown): Promise<unknown> {
	if (!(error instanceof ProviderError) || error.kind !== 'notConnected') return error;
	const probe = { ...call, policy: { ...call.policy, maxRetries: 0 } };
	const checked = await settle(
		call.connection.once('handshake check', async () => await listVoices(probe, {}, undefined, 1)),
	);
	const reason: unknown = checked.status === 'rejected' ? checked.reason : undefined;
	const isFinal = reason instanceof ProviderError && ['refused', 'misconfigured'].includes(reason.kind);
	return isFinal ? reason : error;
}

const isInterruption = (reason: unknown): boolean =>
	reason instanceof ProviderError && ['timedOut', 'stopped', 'cancelled'].includes(reason.kind);

/** @returns `undefined` when the signal aborts first. */
async function orStopped<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
	let forget: () => void = () => undefined;
	const stopped = new Promise<undefined>((resolve) => {
		forget = onAbort(signal, () => {
			resolve(undefined);
		});
	});
	return await Promise.race([promise, stopped]).finally(forget);
}

/** Closes the sockets of other texts that nobody uses; the one under this key is about to be used. */
async function closeIdle(pool: Pool, key: string): Promise<void> {
	for (const [other, opening] of [...pool]) {
		if (other === key) continue;
		const opened = await settle(opening);
		if (opened.status === 'fulfilled' && opened.value.users === 0) opened.value.close();
	}
}

function closeAll(pool: Pool): void {
	for (const opening of pool.values()) {
		void settle(opening).then((opened) => {
			if (opened.status === 'fulfilled') opened.value.close();
		});
	}
}
