import { Type, type Static, type TSchema } from 'typebox';

/** The fields of every fault. */
export const commonFields = {
	operation: Type.Optional(
		Type.String({
			description: "The contract's `operationId`, or `storage`. Default: every operation",
		}),
	),
	times: Type.Optional(Type.Integer({ minimum: 1, description: 'Number of requests to hit. Default: 1' })),
	skip: Type.Optional(
		Type.Integer({ minimum: 0, description: 'Number of matching requests to let pass first. Default: 0' }),
	),
	charged: Type.Optional(
		Type.Boolean({
			description: 'Whether to process and charge the request although it fails. Default: see each table',
		}),
	),
};

/** Declares a fault: its type, the control API's schema and its row in the README come from here. */
export function fault<Kind extends string, Fields extends Record<string, TSchema>>(
	kind: Kind,
	description: string,
	fields: Fields,
) {
	return Type.Object(
		{ kind: Type.Literal(kind), ...commonFields, ...fields },
		{ description, additionalProperties: false },
	);
}

/** The type of any fault in a group. */
export type FaultOf<Group extends Record<string, TSchema>> = Static<Group[keyof Group]>;

export const httpStatus = () => Type.Integer({ minimum: 200, maximum: 599 });
export const byteCount = () => Type.Integer({ minimum: 0 });

/** Size of an audio file: a WAV header cannot state more than 4 GiB. */
export const fileSize = () => Type.Integer({ minimum: 1000, maximum: 4_000_000_000 });

/** What an error says; each provider has a format of its own. */
export const errorFields = {
	errorCode: Type.Optional(Type.String()),
	message: Type.Optional(Type.String()),
};
