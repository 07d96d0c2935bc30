import type { FastifyReply } from 'fastify';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import { chunksOf, take, withLength } from '../http/body.ts';
import type { ProviderResponse } from '../http/response.ts';
import type { DeliveryFault } from './delivery.ts';
import type { FaultOfKind } from './types.ts';

const DRIP_INTERVAL_MS = 100;

/** Long enough that the two parts of the marker do not arrive together. */
const MARKER_GAP_MS = 60;

interface Delivery {
	raw: ServerResponse;
	response: ProviderResponse;
	/** Aborted when the client goes away. */
	signal: AbortSignal;
	disconnect: () => void;
}

/** Resolves when the bytes have been passed to the operating system. */
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

/** @param framing headers; by default those of a correct response */
function writeHead({ raw, response }: Delivery, framing?: Record<string, string | number>): void {
	const { length } = response.body;
	const correct = length === undefined ? { 'transfer-encoding': 'chunked' } : { 'content-length': length };
	raw.writeHead(response.status, { ...response.headers, ...(framing ?? correct) });
	raw.flushHeaders();
}

async function truncate(delivery: Delivery, fault: FaultOfKind<'truncate'>): Promise<void> {
	const { length, chunks } = await withLength(delivery.response.body);
	const keep = Math.min(length, fault.keepBytes ?? Math.floor(length * (fault.keepFraction ?? 0.5)));
	const framings = {
		clean: { 'content-length': keep },
		length: { 'content-length': length },
		chunked: { 'transfer-encoding': 'chunked' },
	};
	writeHead(delivery, framings[fault.framing]);
	await writeAll(delivery, take(chunks, keep));
	if (fault.framing === 'clean') {
		delivery.raw.end();
		return;
	}
	// Lets the head leave, which may be all there is.
	await sleep(1);
	delivery.disconnect();
}

async function stall(delivery: Delivery, keepBytes: number): Promise<void> {
	const { length, chunks } = await withLength(delivery.response.body);
	writeHead(delivery);
	// Holds back at least one byte, or the response would be complete.
	await writeAll(delivery, take(chunks, Math.min(keepBytes, length - 1)));
}

async function drip(delivery: Delivery, bytesPerSecond: number): Promise<void> {
	const { response, signal, raw } = delivery;
	const step = Math.max(1, Math.round((bytesPerSecond * DRIP_INTERVAL_MS) / 1000));
	writeHead(delivery);
	for await (const chunk of chunksOf(response.body)) {
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
	writeHead(delivery, { 'transfer-encoding': 'chunked' });
	let held: Buffer = Buffer.alloc(0);
	for await (const chunk of take(chunksOf(delivery.response.body), fault.afterBytes)) {
		await write(delivery, held);
		held = chunk;
	}
	const split = Math.min(fault.splitMarkerAt ?? marker.length, marker.length);
	await write(delivery, Buffer.concat([held, marker.subarray(0, split)]));
	if (split < marker.length) {
		await sleep(MARKER_GAP_MS);
		await write(delivery, marker.subarray(split));
	}
	delivery.raw.end();
}

/**
 * Delivers a correct response as the fault says. The reply no longer belongs to fastify.
 *
 * @param marker the operation's in-band error
 */
export async function deliver(
	reply: FastifyReply,
	response: ProviderResponse,
	fault: Exclude<DeliveryFault, { kind: 'delay' | 'filler' }>,
	marker: Buffer,
	signal: AbortSignal,
	disconnect: () => void,
): Promise<void> {
	reply.hijack();
	const delivery: Delivery = { raw: reply.raw, response, signal, disconnect };
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
			writeHead(delivery, { 'content-length': 0 });
			reply.raw.end();
	}
}
