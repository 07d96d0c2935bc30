import { Type, type Static, type TSchema } from 'typebox';
import { Value } from 'typebox/value';

import { fileSize } from '../faults/declare.ts';
import { chaosSchema } from '../faults/types.ts';

/** Declares a setting: its type, its default, the control API's schema and its row in the README come from here. */
function setting<Schema extends TSchema>(
	schema: Schema,
	defaultValue: Static<Schema>,
	description: string,
): Schema {
	return { ...schema, default: defaultValue, description };
}

const orNull = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const integer = (minimum: number) => Type.Integer({ minimum });

/** Limits of an account. An operation is only limited if its contract lists the limit's error code. */
export const limitSettings = {
	maxConcurrent: setting(
		orNull(integer(0)),
		null,
		'Speech requests processed concurrently; more are rejected with 429 `TOO_MANY_CONCURRENT_REQUESTS`',
	),
	limitCode: setting(
		Type.Enum(['TOO_MANY_CONCURRENT_REQUESTS', 'RATE_LIMIT_EXCEEDED']),
		'TOO_MANY_CONCURRENT_REQUESTS',
		'Error code of that 429',
	),
	limitExtra: setting(
		Type.Boolean(),
		false,
		'Adds the numbers that the provider documents to the error of a limit, see below',
	),
	limitRetryAfter: setting(
		orNull(Type.Number({ minimum: 0 })),
		null,
		'Seconds in the `Retry-After` of `maxConcurrent` and `refuseEvery`; null sends no header',
	),
	refuseEvery: setting(
		orNull(integer(1)),
		null,
		'Rejects every Nth request with 429 `RATE_LIMIT_EXCEEDED`, whatever the other limits allow',
	),
	requestsPerMinute: setting(
		orNull(integer(0)),
		null,
		'More requests are rejected with 429 `RATE_LIMIT_EXCEEDED` and `Retry-After`',
	),
	rateWindowMs: setting(integer(1), 60_000, 'Length of the "minute" in `requestsPerMinute`'),
	characterQuota: setting(
		orNull(integer(0)),
		null,
		'More characters (Unicode code points) are rejected with 429 `USAGE_LIMIT_EXCEEDED`',
	),
};

/** Settings of all providers. */
export const responseSettings = {
	latencyMs: setting(integer(0), 0, 'Delay before each request is processed'),
	fillerBytes: setting(orNull(fileSize()), null, 'Size of every audio file, see [Large files](#large-files)'),
	previewLifetimeMs: setting(integer(0), 15 * 60_000, 'Lifetime of a signed URL'),
	cloneMaxBytes: setting(
		integer(0),
		20 * 1024 * 1024,
		'Largest voice sample (AsyncFlow: 413 `FILE_TOO_LARGE`, Faseeh: 400)',
	),
	chaos: setting(
		orNull(chaosSchema),
		null,
		'Random faults, `{ probability, seed, faults }`: the same ones for the same seed',
	),
};

export const asyncflowSettings = {
	listEnd: setting(
		Type.Enum(['absent', 'null', 'empty', 'repeat', 'emptyPage']),
		'empty',
		'How the last page of a list ends: no cursor, a null or empty one, the same one again, or one that leads to an empty page',
	),
	pageSizeCap: setting(orNull(integer(1)), null, 'Largest page, whatever `limit` is'),
	streamWavSizes: setting(
		Type.Enum(['unknown', 'zero', 'exact']),
		'unknown',
		'Sizes in the header of a streamed WAV: 0xFFFFFFFF, 0 or the real ones',
	),
	cloneApi: setting(
		Type.Enum(['seed', 'later']),
		'seed',
		'Version of the clone API: `seed` requires `language` (`en`) and `enhance`, `later` requires neither',
	),
	cloneLimit: setting(
		orNull(integer(0)),
		null,
		'Cloned voices of the account; more are rejected with 429 `VOICE_CLONE_LIMIT_EXCEEDED`',
	),
	cloneMinSeconds: setting(
		Type.Number({ minimum: 0 }),
		3,
		'Shortest voice sample; a shorter one is rejected with 400 `SHORT_SPEECH_DURATION`',
	),
	updateAnswer: setting(Type.Enum(['204', '200']), '204', '`200` returns the updated voice'),
	socketIdleMs: setting(
		orNull(integer(1)),
		null,
		'Closes a WebSocket with 1001 after this time without a message',
	),
};

const notificationSchema = Type.Object(
	{
		kind: Type.Enum([
			'right',
			'processing',
			'unknownStatus',
			'unknownTask',
			'wrongTypes',
			'notJson',
			'wrongToken',
			'noToken',
		]),
		when: Type.Optional(Type.Enum(['finished', 'created', 'beforeResponse'])),
		delayMs: Type.Optional(integer(0)),
	},
	{ additionalProperties: false },
);

/** A notification that a webhook gets instead of the correct one. */
export type Notification = Static<typeof notificationSchema>;

export const aivoiceclonefreeSettings = {
	plan: setting(Type.Enum(['professional', 'free']), 'professional', '`free` may not clone: 403'),
	taskMs: setting(
		integer(0),
		2000,
		'Shortest duration of a task: `pending` for a quarter of it, then `processing`',
	),
	maxActiveTasks: setting(
		orNull(integer(0)),
		null,
		'Tasks that are pending or processing; more are rejected with 429',
	),
	taskOutcome: setting(Type.Enum(['completed', 'failed']), 'completed', 'Final status of tasks'),
	taskError: setting(
		Type.String(),
		'Processing failed due to audio quality issues',
		'Error of tasks that fail',
	),
	resultLifetimeMs: setting(
		orNull(integer(0)),
		null,
		'Lifetime of a result after its task has completed; then 410',
	),
	resultUrlOrigin: setting(
		orNull(Type.String({ format: 'uri' })),
		null,
		"Origin of `result_url`; null is the playground's own",
	),
	webhooks: setting(
		orNull(Type.Array(notificationSchema)),
		null,
		'Notifications that a `callback_url` gets, see [Webhooks](#webhooks); null sends the correct one',
	),
	webhookRetryMs: setting(
		Type.Array(integer(0)),
		[200, 500, 1000, 2000],
		'Delays before the correct notification is sent again, if the response is not 2xx within 10 seconds',
	),
};

export const faseehSettings = {
	walletBalance: setting(
		orNull(Type.Number({ minimum: 0 })),
		null,
		"Dollars left. Speech and previews cost the model's `cost` per character; if that is too much, they are rejected with 402. null never runs out",
	),
	errorForm: setting(
		Type.Enum(['string', 'seed', 'later']),
		'string',
		'Error format: `string` is `{ errorCode, errorMessage }`, `seed` has the code as a number, `later` is `{ code, message }`',
	),
	voiceFileForm: setting(
		Type.Enum(['any', 'wav', 'pcm']),
		'any',
		'Formats accepted as `voice_file` of a clone: `wav`, `pcm` (like a preview, without a header) or `any` audio',
	),
};

const allSettings = Type.Object({
	...limitSettings,
	...responseSettings,
	...asyncflowSettings,
	...aivoiceclonefreeSettings,
	...faseehSettings,
});

export type AccountSettings = Static<typeof allSettings>;

/** What the control API accepts. */
export const settingsSchema = Type.Partial(allSettings, { additionalProperties: false });

export const createDefaults = (): AccountSettings => Value.Create(allSettings);
