import { Type } from 'typebox';

import { errorFields, fault, httpStatus, type FaultOf } from './declare.ts';

/** Faults that replace the response. */
export const replacingFaults = {
	status: fault(
		'status',
		'An HTTP error. `errorCode` defaults to the one documented for the status. `retryAfter` (seconds or a date) is sent unchanged. `flat` omits the wrapper around the error. `encoding` compresses the body',
		{
			status: httpStatus(),
			...errorFields,
			extra: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
			retryAfter: Type.Optional(Type.Union([Type.String(), Type.Number()])),
			flat: Type.Optional(Type.Boolean()),
			encoding: Type.Optional(Type.Enum(['gzip', 'br', 'deflate'])),
		},
	),
	html: fault('html', "A CDN's challenge page. Default status: 403", {
		status: Type.Optional(httpStatus()),
	}),
	jsonInsteadOfAudio: fault(
		'jsonInsteadOfAudio',
		"Status 200 with JSON: `body`, or an error in the provider's format",
		{ body: Type.Optional(Type.Unknown()), ...errorFields },
	),
	redirect: fault('redirect', 'A redirect. Default status: 307', {
		location: Type.String(),
		status: Type.Optional(httpStatus()),
	}),
	raw: fault('raw', 'Any response', {
		status: httpStatus(),
		contentType: Type.String(),
		body: Type.String(),
	}),
	hang: fault('hang', 'No response, ever', {}),
	reset: fault(
		'reset',
		'A TCP reset, before the request body is read or after the request is processed. `afterRead` is charged',
		{ when: Type.Enum(['beforeRead', 'afterRead']) },
	),
	wsRefuse: fault('wsRefuse', 'An HTTP error in response to a WebSocket handshake', {
		status: httpStatus(),
		...errorFields,
	}),
	wsStall: fault(
		'wsStall',
		'A WebSocket handshake is answered after `ms` milliseconds, which is charged. Default: never',
		{ ms: Type.Optional(Type.Integer({ minimum: 0 })) },
	),
};

export type ReplacingFault = FaultOf<typeof replacingFaults>;
