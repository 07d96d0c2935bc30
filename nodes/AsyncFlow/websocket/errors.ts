import { inSeconds, statusError } from '../../shared/http/createErrors';
import { ProviderError } from '../../shared/http/errors';
import { errorRow } from '../../shared/http/errorTable';
import { excerpt } from '../../shared/http/redact';
import { stoppedError } from '../../shared/http/stopped';
import type { Call } from '../../shared/http/types';
import { asyncFlow } from '../provider';

/** Progress of a text. */
export interface Progress {
	readonly characters: number;
	/** Bytes of audio. */
	readonly received: number;
}

/** An error message from the provider. If audio was received, the text was processed, whatever the message says. */
export function messageError(call: Call, code: string, text: string, progress: Progress): ProviderError {
	const status = asyncFlow.statusOfCode(code) ?? 400;
	const error = statusError(call.connection, status, text);
	if (progress.received === 0) return error;
	const processed = error.kind === 'refused' ? error : error.with({ kind: 'incomplete' });
	return processed.noting(chargeNote(progress));
}

/**
 * The connection was closed. The code tells why (RFC 6455 section 7.4.1 and the IANA registry of close codes).
 * Servers define codes from 4000, often as 4000 plus the HTTP status.
 *
 * @param code 1006 if the connection ended without a close frame.
 */
export function closeError(call: Call, code: number, reason: string, progress: Progress): ProviderError {
	const { kind, title, nextStep } = explainCloseCode(code);
	const error = new ProviderError({
		// If audio was received, the text was processed, so a repeat needs the user's permission.
		kind: progress.received > 0 && kind !== 'refused' ? 'connectionLost' : kind,
		title,
		nextStep,
		code: `WebSocket close code ${code}`,
		message: excerpt(call.connection, reason),
	});
	return error.noting(chargeNote(progress));
}

const LOST = {
	kind: 'connectionLost',
	title: 'The connection to AsyncFlow closed before the response was complete',
	nextStep: 'Run the workflow again, or use Synthesize Stream, which needs no WebSocket',
} as const;

function explainCloseCode(code: number): Pick<ProviderError['failure'], 'kind' | 'title' | 'nextStep'> {
	if ([1008, 4001, 4003, 4401, 4403].includes(code)) {
		return {
			kind: 'refused',
			title: 'AsyncFlow rejected the WebSocket connection',
			nextStep: 'Check the API key in the credential, and the message from AsyncFlow below',
		};
	}
	if ([1013, 4029, 4429].includes(code)) {
		const { title, nextStep } = errorRow(asyncFlow, 429, { code: 'TOO_MANY_CONCURRENT_REQUESTS' });
		return { kind: 'concurrencyLimited', title, nextStep };
	}
	return LOST;
}

function chargeNote({ characters, received }: Progress): string {
	return `The text (${characters} characters) was sent and probably charged; ${received} bytes of audio were received`;
}

/** The handshake failed. The platform tells neither the status nor the network error. */
export function handshakeError(call: Call): ProviderError {
	return new ProviderError({
		kind: 'notConnected',
		title: `Could not open a WebSocket connection to ${new URL(call.connection.baseUrl).host}`,
		nextStep:
			'Check that proxies between n8n and the provider allow WebSockets, or use Synthesize Stream, which returns the same audio without a WebSocket',
	});
}

/** The execution was cancelled, the run has failed, or the request timed out. */
export function interruptedError(call: Call, progress?: Progress): ProviderError {
	const { connection, policy, stopping } = call;
	const isStopped = connection.cancelled?.aborted === true || (stopping.aborted && progress === undefined);
	if (isStopped) return stoppedError(call);
	const seconds = inSeconds(policy.timeoutMs);
	if (progress === undefined) {
		return new ProviderError({
			kind: 'timedOut',
			title: `Could not open a WebSocket connection within ${seconds}`,
			nextStep:
				'Increase Timeout in the options, or use Synthesize Stream, which needs no WebSocket. Nothing was sent',
		});
	}
	return new ProviderError({
		kind: 'timedOut',
		title: `AsyncFlow did not complete the response within ${seconds}`,
		nextStep: 'Increase Timeout in the options, or send a shorter text',
		notes: [chargeNote(progress)],
	});
}

/** A message that belongs to an unknown text. */
export function protocolError(message: string, progress: Progress): ProviderError {
	return new ProviderError({
		kind: 'unusable',
		title: 'AsyncFlow sent a WebSocket message that cannot be matched to a text',
		nextStep: 'Use Synthesize Stream, which needs no WebSocket, or set Concurrency to 1',
		message,
		notes: [chargeNote(progress)],
	});
}
