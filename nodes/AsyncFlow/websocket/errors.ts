import { stoppedError } from '../../shared/http/attempt';
import { inSeconds, statusError } from '../../shared/http/createErrors';
import { ProviderError } from '../../shared/http/errors';
import { excerpt } from '../../shared/http/redact';
import type { Call } from '../../shared/http/types';
import { asyncFlow } from '../provider';

/** What was sent of a text, and what came back. */
export interface Exchanged {
	readonly characters: number;
	/** Bytes of audio. */
	readonly received: number;
}

/** An error message of the provider. Once audio has come, the text was processed, whatever the message says. */
export function messageError(call: Call, code: string, text: string, exchanged: Exchanged): ProviderError {
	const status = asyncFlow.errors.find((row) => row.code === code)?.status ?? 400;
	const error = statusError(call.connection, status, text);
	if (exchanged.received === 0) return error;
	const processed = error.kind === 'refused' ? error : error.with({ kind: 'incomplete' });
	return processed.noting(chargeOf(exchanged));
}

/**
 * The connection was closed. Its code tells why (RFC 6455 section 7.4.1, and the IANA registry of close
 * codes); codes from 4000 on are the server's own, and follow the HTTP statuses where they mean something.
 *
 * @param code 1006 when it ended without a close frame.
 */
export function closeError(call: Call, code: number, reason: string, exchanged: Exchanged): ProviderError {
	const { kind, title, nextStep } = meaningOf(code);
	const error = new ProviderError({
		// What has come was processed, so only the user may allow to repeat it.
		kind: exchanged.received > 0 && kind !== 'refused' ? 'connectionLost' : kind,
		title,
		nextStep,
		code: `WebSocket close code ${code}`,
		message: excerpt(call.connection, reason),
	});
	return error.noting(chargeOf(exchanged));
}

const LOST = {
	kind: 'connectionLost',
	title: 'The connection to AsyncFlow ended before its answer was complete',
	nextStep: 'Run again, or use Synthesize Stream, which needs no WebSocket',
} as const;

function meaningOf(code: number): Pick<ProviderError['failure'], 'kind' | 'title' | 'nextStep'> {
	if ([1008, 4001, 4003, 4401, 4403].includes(code)) {
		return {
			kind: 'refused',
			title: 'AsyncFlow rejected the WebSocket connection',
			nextStep: 'Check the API key in the credential, and what AsyncFlow says below',
		};
	}
	if ([1013, 4029, 4429].includes(code)) {
		return {
			kind: 'tooManyAtOnce',
			title: 'AsyncFlow received too many requests at the same time',
			nextStep: 'Lower Concurrency in the options. Other workflows with the same API key count as well',
		};
	}
	return LOST;
}

function chargeOf({ characters, received }: Exchanged): string {
	return `The text of ${characters} characters had been sent and was probably charged; ${received} bytes of its audio had come`;
}

/** The handshake failed. The platform does not tell why: neither the status nor the network error. */
export function handshakeError(call: Call): ProviderError {
	return new ProviderError({
		kind: 'notConnected',
		title: `No WebSocket connection to ${new URL(call.connection.baseUrl).host} could be made`,
		nextStep:
			'Check that a proxy between n8n and the provider lets WebSockets through, or use Synthesize Stream, which makes the same audio without one',
	});
}

/** Something ended the wait: the execution was cancelled, the run has failed, or the time is up. */
export function interruptedError(call: Call, exchanged?: Exchanged): ProviderError {
	const { connection, policy, stopping } = call;
	const isStopped = connection.cancelled?.aborted === true || (stopping.aborted && exchanged === undefined);
	if (isStopped) return stoppedError(call);
	const sent = exchanged !== undefined;
	const error = new ProviderError({
		kind: 'timedOut',
		title: sent
			? `AsyncFlow did not finish its answer within ${inSeconds(policy.timeoutMs)}`
			: `No WebSocket connection was made within ${inSeconds(policy.timeoutMs)}`,
		nextStep: sent
			? 'Raise Timeout in the options, or send a shorter text'
			: 'Nothing was sent. Raise Timeout in the options, or use Synthesize Stream, which needs no WebSocket',
	});
	return sent ? error.noting(chargeOf(exchanged)) : error;
}

/** A message that belongs to none of the texts in a way that can be told. */
export function protocolError(what: string, exchanged: Exchanged): ProviderError {
	return new ProviderError({
		kind: 'unusable',
		title: 'AsyncFlow sent a WebSocket message that cannot be assigned to a text',
		nextStep: 'Use Synthesize Stream, which needs no WebSocket, or set Concurrency to 1',
		message: what,
		notes: [chargeOf(exchanged)],
	});
}
