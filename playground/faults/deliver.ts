import type { FastifyReply } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Answer } from '../http/answer.ts';
import type { DeliveryFault, TruncateFault } from './types.ts';

const DRIP_INTERVAL_MS = 100;

/** Closes the connection on the server's side, as soon as what was written has left. */
type Cut = () => void;

function truncate(reply: FastifyReply, answer: Answer, fault: TruncateFault, cut: Cut): void {
	const keep = fault.keepBytes ?? Math.floor(answer.body.length * (fault.keepFraction ?? 0.5));
	const kept = answer.body.subarray(0, keep);
	const { raw } = reply;
	const announce = (framing: Record<string, string | number>) => {
		raw.writeHead(answer.status, { ...answer.headers, ...framing });
		raw.flushHeaders();
	};
	switch (fault.framing) {
		case 'clean':
			announce({ 'content-length': kept.length });
			raw.end(kept);
			return;
		case 'length':
			announce({ 'content-length': answer.body.length });
			raw.write(kept, cut);
			return;
		case 'chunked':
			announce({ 'transfer-encoding': 'chunked' });
			raw.write(kept, cut);
	}
}

async function drip(
	reply: FastifyReply,
	answer: Answer,
	bytesPerSecond: number,
	signal: AbortSignal,
): Promise<void> {
	const { raw } = reply;
	const step = Math.max(1, Math.round((bytesPerSecond * DRIP_INTERVAL_MS) / 1000));
	raw.writeHead(answer.status, { ...answer.headers, 'content-length': answer.body.length });
	for (let at = 0; at < answer.body.length && !signal.aborted; at += step) {
		raw.write(answer.body.subarray(at, at + step));
		await sleep(DRIP_INTERVAL_MS, undefined, { signal }).catch(() => undefined);
	}
	if (!signal.aborted) raw.end();
}

/** Sends a good answer in the bad way a fault describes. The reply is out of fastify's hands from here on. */
export async function deliver(
	reply: FastifyReply,
	answer: Answer,
	fault: Exclude<DeliveryFault, { kind: 'delay' }>,
	signal: AbortSignal,
	cut: Cut,
): Promise<void> {
	reply.hijack();
	switch (fault.kind) {
		case 'truncate':
			truncate(reply, answer, fault, cut);
			return;
		case 'stall':
			reply.raw.writeHead(answer.status, { ...answer.headers, 'content-length': answer.body.length });
			reply.raw.flushHeaders();
			// One byte is always held back, or the answer would be complete.
			reply.raw.write(answer.body.subarray(0, Math.min(fault.keepBytes, answer.body.length - 1)));
			return;
		case 'drip':
			await drip(reply, answer, fault.bytesPerSecond, signal);
			return;
		case 'emptyBody':
			reply.raw.writeHead(answer.status, { ...answer.headers, 'content-length': 0 });
			reply.raw.end();
	}
}
