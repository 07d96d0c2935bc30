import { Type } from 'typebox';

import { byteCount, fault, fileSize, type FaultOf } from './declare.ts';

/** Faults in how a correct response is delivered. */
export const deliveryFaults = {
	truncate: fault(
		'truncate',
		'The body ends after `keepBytes`, or `keepFraction` (default: 0.5) of it. `length`: the connection is closed before Content-Length is reached. `chunked`: the last chunk is missing. `clean`: valid HTTP with too little audio',
		{
			framing: Type.Enum(['length', 'chunked', 'clean']),
			keepBytes: Type.Optional(byteCount()),
			keepFraction: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
		},
	),
	stall: fault('stall', 'Part of the body, then silence on an open connection', { keepBytes: byteCount() }),
	drip: fault('drip', 'The whole body, slowly', { bytesPerSecond: Type.Integer({ minimum: 1 }) }),
	delay: fault('delay', 'The correct response, late', { ms: Type.Integer({ minimum: 0 }) }),
	emptyBody: fault('emptyBody', 'The correct status and headers, without a body', {}),
	filler: fault('filler', 'The correct response with this much audio, see [Large files](#large-files)', {
		bytes: fileSize(),
	}),
	inBandQuota: fault(
		'inBandQuota',
		'Streaming only: audio, then `--ERROR:QUOTA_EXCEEDED--`. With `splitMarkerAt`, only that many bytes of the marker arrive with the audio; the rest follows a moment later',
		{ afterBytes: byteCount(), splitMarkerAt: Type.Optional(Type.Integer({ minimum: 1 })) },
	),
};

export type DeliveryFault = FaultOf<typeof deliveryFaults>;
