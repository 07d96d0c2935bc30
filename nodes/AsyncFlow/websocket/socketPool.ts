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

/** The sockets of a run, by their setup as JSON. */
type Pool = Map<string, Promise<SpeechSocket>>;

/**
 * Synthesizes a text over a WebSocket. Texts of a run with the same voice, model and format share a connection.
 *
 * @throws {ProviderError}
 * @throws {InputError} before Node.js 22, which has no `WebSocket`.
 */
export async function synthesizeOverSocket<T>(
	call: Call,
	{ model_id, voice, output_format, language, transcript }: SpeechRequest,
	readBody: (source: AudioSource) => Promise<T>,
): Promise<T> {
	if (typeof WebSocket === 'undefined') {
		throw new InputError('WebSockets require Node.js 22 or later', 'Update n8n, or use Synthesize Stream');
	}
	const setup = { model_id, voice, output_format, ...(language !== undefined && { language }) };
	return await attempt(call, { limitGroup: 'websocket', effect: 'unsafe' }, async (stop, count) => {
		const socket = await borrowSocket(call, setup, stop, count);
		try {
			const chunks = socket.synthesize(call, transcript, stop);
			return await readBody({ chunks, status: 200, contentType: '' });
		} finally {
			socket.users -= 1;
		}
	});
}

/** Returns an open socket with this text counted as a user. Waits for a handshake at most until `stop` aborts. */
async function borrowSocket(
	call: Call,
	setup: SocketSetup,
	stop: AbortSignal,
	attempts: number,
): Promise<SpeechSocket> {
	const pool = call.connection.once('sockets', (): Pool => new Map(), closeAll);
	const key = JSON.stringify(setup);
	// The previous attempt may have been refused because idle connections use up the account's limit.
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
			// Another text's handshake may have been interrupted; then try again.
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
		throw await explainHandshake(call, error);
	});
	// Prevents an unhandled rejection if no text waits for the handshake.
	void settle(opening);
	pool.set(key, opening);
	return opening;
}

/**
 * Explains a failed handshake, which has no reason, by the cheapest HTTP request: it shows a rejected key or a wrong
 * host, which need no retry.
 */
async function explainHandshake(call: Call, error: unknown): Promise<unknown> {
	if (!(error instanceof ProviderError) || error.kind !== 'notConnected') return error;
	const probe = { ...call, policy: { ...call.policy, maxRetries: 0 } };
	const probed = await settle(
		call.connection.once('handshake check', async () => await listVoices(probe, {}, undefined, 1)),
	);
	const reason: unknown = probed.status === 'rejected' ? probed.reason : undefined;
	const isFinal = reason instanceof ProviderError && ['refused', 'misconfigured'].includes(reason.kind);
	return isFinal ? reason : error;
}

const isInterruption = (reason: unknown): boolean =>
	reason instanceof ProviderError && ['timedOut', 'stopped', 'cancelled'].includes(reason.kind);

/** @returns `undefined` if the signal aborts first. */
async function orStopped<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
	let forget: () => void = () => undefined;
	const stopped = new Promise<undefined>((resolve) => {
		forget = onAbort(signal, () => {
			resolve(undefined);
		});
	});
	return await Promise.race([promise, stopped]).finally(forget);
}

/** Closes unused sockets, except the one with this key, which is about to be used. */
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
