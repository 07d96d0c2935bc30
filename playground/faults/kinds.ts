import type { DelayFault, DeliveryFault, Fault, FaultKind, SocketFault, WsStallFault } from './types.ts';

const DELIVERY_KINDS = new Set<FaultKind>([
	'truncate',
	'stall',
	'drip',
	'delay',
	'emptyBody',
	'inBandQuota',
	'filler',
]);
const SOCKET_KINDS = new Set<FaultKind>([
	'wsDrop',
	'wsClose',
	'wsError',
	'wsSilent',
	'wsMalformed',
	'wsBinary',
	'wsNoContext',
]);

export const isDelivery = (fault: Fault): fault is DeliveryFault => DELIVERY_KINDS.has(fault.kind);
export const isSocketFault = (fault: Fault): fault is SocketFault => SOCKET_KINDS.has(fault.kind);
/** Whether all goes well, only later. */
export const isLate = (fault: Fault): fault is DelayFault | Required<Pick<WsStallFault, 'kind' | 'ms'>> =>
	fault.kind === 'delay' || (fault.kind === 'wsStall' && fault.ms !== undefined);

/**
 * A provider charges for what it processed: every delivery fault, a reset after the request was read, a handshake that
 * was only late, and what an open WebSocket had spoken.
 */
export function chargedByDefault(fault: Fault): boolean {
	if (isSocketFault(fault)) return fault.kind !== 'wsSilent';
	return isDelivery(fault) || isLate(fault) || (fault.kind === 'reset' && fault.when === 'afterRead');
}
