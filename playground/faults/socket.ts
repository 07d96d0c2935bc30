import { Type, type TSchema } from 'typebox';

import { byteCount, errorFields, fault, type FaultOf } from './declare.ts';

/** Only these codes may be sent in a close frame. */
const closeCode = () =>
	Type.Union([
		Type.Integer({ minimum: 1000, maximum: 1003 }),
		Type.Integer({ minimum: 1007, maximum: 1014 }),
		Type.Integer({ minimum: 3000, maximum: 4999 }),
	]);

function socketFault<Kind extends string, Fields extends Record<string, TSchema>>(
	kind: Kind,
	description: string,
	fields: Fields,
) {
	return fault(kind, description, { afterFrames: Type.Optional(byteCount()), ...fields });
}

/** Faults of an open WebSocket. */
export const socketFaults = {
	wsDrop: socketFault('wsDrop', 'The connection is lost without a close frame', {}),
	wsClose: socketFault(
		'wsClose',
		'A close frame without an error message. `onOpen`: before any message. `reason` is cut after 123 bytes',
		{ code: closeCode(), reason: Type.Optional(Type.String()), onOpen: Type.Optional(Type.Boolean()) },
	),
	wsError: socketFault(
		'wsError',
		'An error message, then the connection is closed. With `context`, the error names a context and the connection stays open: `current` is the one whose message it replaces, and which gets nothing more; `over` has just had its final message; `unknown` was never opened',
		{
			...errorFields,
			errorCode: Type.String(),
			extra: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
			context: Type.Optional(Type.Enum(['current', 'over', 'unknown'])),
		},
	),
	wsBinary: socketFault(
		'wsBinary',
		'Messages in binary frames: the bytes of the audio (default; messages without audio stay text), or the whole JSON',
		{ form: Type.Optional(Type.Enum(['audio', 'json'])) },
	),
	wsNoContext: socketFault('wsNoContext', 'Messages without their `context_id`', {}),
	wsSilent: socketFault('wsSilent', 'Nothing more is sent on the open connection. Not charged', {}),
	wsMalformed: socketFault(
		'wsMalformed',
		'One message is replaced by `data`. Default: JSON that is cut off',
		{
			data: Type.Optional(Type.String()),
		},
	),
};

export type SocketFault = FaultOf<typeof socketFaults>;
