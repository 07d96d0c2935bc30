import type { FastifyReply } from 'fastify';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Answer } from '../http/answer.ts';
import { lengthOf, piecesOf, sized, take } from '../http/body.ts';
import type { DeliveryFault } from './delivery.ts';
import type { FaultOfKind } from './types.ts';

const DRIP_INTERVAL_MS = 100;

/** Long enough that what was written before and what is written after do not arrive together. */
const APART_MS = 60;

/** What a fault works with. */
interface Delivery {
	raw: ServerResponse;
	answer: Answer;
	/** Aborted when the client goes away. */
	signal: AbortSignal;
	/** Closes the connection on the server's side. */
	cut: () => void;
}

/** Settles when the bytes have been handed to the operating system. */
function write({ raw, signal }: Delivery, bytes: Buffer): Promise<void> {
	return new Promise((resolve) => {
		if (signal.aborted || bytes.length === 0) {
			resolve();
			return;
		}
		raw.write(bytes, () => {
			resolve();
		});
	});
}

async function writeAll(delivery: Delivery, chunks: AsyncIterable<Buffer>): Promise<void> {
	for await (const chunk of chunks) {
		if (delivery.signal.aborted) return;
		await write(delivery, chunk);
	}
}

/** @param framing as it would be without the fault, unless given */
function announce({ raw, answer }: Delivery, framing?: Record<string, string | number>): void {
	const length = lengthOf(answer.body);
	const usual = length === undefined ? { 'transfer-encoding': 'chunked' } : { 'content-length': length };
	raw.writeHead(answer.status, { ...answer.headers, ...(framing ?? usual) });
	raw.flushHeaders();
}

async function truncate(delivery: Delivery, fault: FaultOfKind<'truncate'>): Promise<void> {
	const { length, chunks } = await sized(delivery.answer.body);
	const keep = Math.min(length, fault.keepBytes ?? Math.floor(length * (fault.keepFraction ?? 0.5)));
	const framings = {
		clean: { 'content-length': keep },
		length: { 'content-length': length },
		chunked: { 'transfer-encoding': 'chunked' },
	};
	announce(delivery, framings[fault.framing]);
	await writeAll(delivery, take(chunks, keep));
	if (fault.framing === 'clean') {
		delivery.raw.end();
		return;
	}
	// Lets the head leave when there is nothing else.
	await sleep(1);
	delivery.cut();
}

async function stall(delivery: Delivery, keepBytes: number): Promise<void> {
	const { length, chunks } = await sized(delivery.answer.body);
	announce(delivery);
	// One byte is always held back, or the answer would be complete.
	await writeAll(delivery, take(chunks, Math.min(keepBytes, length - 1)));
}

async function drip(delivery: Delivery, bytesPerSecond: number): Promise<void> {
	const { answer, signal, raw } = delivery;
	const step = Math.max(1, Math.round((bytesPerSecond * DRIP_INTERVAL_MS) / 1000));
	announce(delivery);
	for await (const chunk of piecesOf(answer.body)) {
		for (let at = 0; at < chunk.length && !signal.aborted; at += step) {
			await write(delivery, chunk.subarray(at, at + step));
			await sleep(DRIP_INTERVAL_MS, undefined, { signal }).catch(() => undefined);
		}
	}
	if (!signal.aborted) raw.end();
}

async function inBandQuota(
	delivery: Delivery,
	fault: FaultOfKind<'inBandQuota'>,
	marker: Buffer,
): Promise<void> {
	announce(delivery, { 'transfer-encoding': 'chunked' });
	let held: Buffer = Buffer.alloc(0);
	for await (const chunk of take(piecesOf(delivery.answer.body), fault.afterBytes)) {
		await write(delivery, held);
		held = chunk;
	}
	const split = Math.min(fault.splitMarkerAt ?? marker.length, marker.length);
	await write(delivery, Buffer.concat([held, marker.subarray(0, split)]));
	if (split < marker.length) {
		await sleep(APART_MS);
		await write(delivery, marker.subarray(split));
	}
	delivery.raw.end();
}

/**
 * Sends a good answer in the bad way a fault describes. The reply is out of fastify's hands from here on.
 *
 * @param marker the operation's in-band error
 */
export async function deliver(
	reply: FastifyReply,
	answer: Answer,
	fault: Exclude<DeliveryFault, { kind: 'delay' | 'filler' }>,
	marker: Buffer,
	signal: AbortSignal,
	cut: () => void,
): Promise<void> {
	reply.hijack();
	const delivery: Delivery = { raw: reply.raw, answer, signal, cut };
	switch (fault.kind) {
		case 'truncate':
			return truncate(delivery, fault);
		case 'stall':
			return stall(delivery, fault.keepBytes);
		case 'drip':
			return drip(delivery, fault.bytesPerSecond);
		case 'inBandQuota':
			return inBandQuota(delivery, fault, marker);
		case 'emptyBody':
			announce(delivery, { 'content-length': 0 });
			reply.raw.end();
	}
}
