import { Type, type Static } from 'typebox';

import { deliveryFaults, type DeliveryFault } from './delivery.ts';
import { replacingFaults, type ReplacingFault } from './replacing.ts';
import { socketFaults, type SocketFault } from './socket.ts';

export type Fault = ReplacingFault | DeliveryFault | SocketFault;

/** A fault of one kind. */
export type FaultOfKind<Kind extends Fault['kind']> = Extract<Fault, { kind: Kind }>;

/** With a discriminator, an error names the wrong field of the kind that was meant, and not of every kind. */
export const faultSchema = Type.Unsafe<Fault>({
	type: 'object',
	required: ['kind'],
	discriminator: { propertyName: 'kind' },
	oneOf: Object.values({ ...replacingFaults, ...deliveryFaults, ...socketFaults }),
});

/** Random faults, the same ones for the same seed. */
export const chaosSchema = Type.Object(
	{
		probability: Type.Number({ minimum: 0, maximum: 1 }),
		seed: Type.Integer(),
		faults: Type.Array(faultSchema, { minItems: 1 }),
	},
	{ additionalProperties: false },
);

export type Chaos = Static<typeof chaosSchema>;

export const isDeliveryFault = (fault: Fault): fault is DeliveryFault => fault.kind in deliveryFaults;
export const isSocketFault = (fault: Fault): fault is SocketFault => fault.kind in socketFaults;

/** Whether the fault only delays a correct response. */
export const isDelay = (
	fault: Fault,
): fault is FaultOfKind<'delay'> | (FaultOfKind<'wsStall'> & { ms: number }) =>
	fault.kind === 'delay' || (fault.kind === 'wsStall' && fault.ms !== undefined);

/** A provider charges for what it processed, whatever becomes of the response. */
export function isChargedByDefault(fault: Fault): boolean {
	if (isSocketFault(fault)) return fault.kind !== 'wsSilent';
	return isDeliveryFault(fault) || isDelay(fault) || (fault.kind === 'reset' && fault.when === 'afterRead');
}
