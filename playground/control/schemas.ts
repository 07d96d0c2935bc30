const base = {
	operation: { type: 'string' },
	times: { type: 'integer', minimum: 1 },
	skip: { type: 'integer', minimum: 0 },
	charged: { type: 'boolean' },
};

const status = { type: 'integer', minimum: 200, maximum: 599 };
const bytes = { type: 'integer', minimum: 0 };
/** A WAV can say no more than 4 GiB of itself. */
const size = { type: 'integer', minimum: 1000, maximum: 4_000_000_000 };
const text = { type: 'string' };
/** Of a WebSocket; the others between 1000 and 2999 are never sent, or mean nothing yet. */
const closeCode = {
	type: 'integer',
	anyOf: [
		{ minimum: 1000, maximum: 1003 },
		{ minimum: 1007, maximum: 1014 },
		{ minimum: 3000, maximum: 4999 },
	],
};

function fault(kind: string, properties: Record<string, object>, required: string[] = []): object {
	return {
		type: 'object',
		properties: { ...base, kind: { const: kind }, ...properties },
		required: ['kind', ...required],
		additionalProperties: false,
	};
}

/** JSON Schema of a fault; the same as the type `Fault`. */
export const faultSchema = {
	type: 'object',
	required: ['kind'],
	discriminator: { propertyName: 'kind' },
	oneOf: [
		fault(
			'status',
			{
				status,
				errorCode: text,
				message: text,
				extra: { type: 'object' },
				retryAfter: { type: ['string', 'number'] },
				flat: { type: 'boolean' },
				encoding: { enum: ['gzip', 'br', 'deflate'] },
			},
			['status'],
		),
		fault('html', { status }),
		fault('jsonInsteadOfAudio', { body: {}, errorCode: text, message: text }),
		fault(
			'truncate',
			{
				keepBytes: bytes,
				keepFraction: { type: 'number', minimum: 0, maximum: 1 },
				framing: { enum: ['length', 'chunked', 'clean'] },
			},
			['framing'],
		),
		fault('reset', { when: { enum: ['beforeRead', 'afterRead'] } }, ['when']),
		fault('hang', {}),
		fault('stall', { keepBytes: bytes }, ['keepBytes']),
		fault('drip', { bytesPerSecond: { type: 'integer', minimum: 1 } }, ['bytesPerSecond']),
		fault('delay', { ms: { type: 'integer', minimum: 0 } }, ['ms']),
		fault('redirect', { location: text, status }, ['location']),
		fault('emptyBody', {}),
		fault('inBandQuota', { afterBytes: bytes, splitMarkerAt: { type: 'integer', minimum: 1 } }, [
			'afterBytes',
		]),
		fault('filler', { bytes: size }, ['bytes']),
		fault('wsRefuse', { status, errorCode: text, message: text }, ['status']),
		fault('wsDrop', { afterFrames: bytes }),
		fault('wsStall', { ms: bytes }),
		fault('wsClose', { afterFrames: bytes, code: closeCode, reason: text, onOpen: { type: 'boolean' } }, [
			'code',
		]),
		fault(
			'wsError',
			{
				afterFrames: bytes,
				errorCode: text,
				message: text,
				extra: { type: 'object' },
				context: { enum: ['current', 'over', 'unknown'] },
			},
			['errorCode'],
		),
		fault('wsBinary', { afterFrames: bytes, form: { enum: ['audio', 'json'] } }),
		fault('wsNoContext', { afterFrames: bytes }),
		fault('wsSilent', { afterFrames: bytes }),
		fault('wsMalformed', { afterFrames: bytes, data: text }),
		fault('raw', { status, contentType: text, body: text }, ['status', 'contentType', 'body']),
	],
};

const limit = { type: ['integer', 'null'], minimum: 0 };

const notification = {
	type: 'object',
	properties: {
		kind: {
			enum: [
				'right',
				'processing',
				'unknownState',
				'unknownTask',
				'wrongTypes',
				'notJson',
				'wrongToken',
				'noToken',
			],
		},
		when: { enum: ['finished', 'created', 'beforeResponse'] },
		delayMs: bytes,
	},
	required: ['kind'],
	additionalProperties: false,
};

/** JSON Schema of a partial `AccountSettings`. */
export const settingsSchema = {
	type: 'object',
	properties: {
		maxConcurrent: limit,
		limitCode: { enum: ['TOO_MANY_CONCURRENT_REQUESTS', 'RATE_LIMIT_EXCEEDED'] },
		limitExtra: { type: 'boolean' },
		limitRetryAfter: { type: ['number', 'null'], minimum: 0 },
		refuseEvery: { type: ['integer', 'null'], minimum: 1 },
		requestsPerMinute: limit,
		rateWindowMs: { type: 'integer', minimum: 1 },
		characterQuota: limit,
		latencyMs: { type: 'integer', minimum: 0 },
		listEnd: { enum: ['absent', 'null', 'empty', 'repeat', 'emptyPage'] },
		pageSizeCap: { type: ['integer', 'null'], minimum: 1 },
		streamWavSizes: { enum: ['unknown', 'zero', 'exact'] },
		fillerBytes: { ...size, type: ['integer', 'null'] },
		cloneApi: { enum: ['seed', 'later'] },
		cloneLimit: limit,
		cloneMaxBytes: bytes,
		cloneMinSeconds: { type: 'number', minimum: 0 },
		updateAnswer: { enum: ['204', '200'] },
		previewLifetimeMs: bytes,
		socketIdleMs: { type: ['integer', 'null'], minimum: 1 },
		plan: { enum: ['professional', 'free'] },
		taskMs: bytes,
		maxActiveTasks: limit,
		taskOutcome: { enum: ['completed', 'failed'] },
		taskError: text,
		resultLifetimeMs: limit,
		resultUrlOrigin: { type: ['string', 'null'], format: 'uri' },
		webhooks: { type: ['array', 'null'], items: notification },
		webhookRetryMs: { type: 'array', items: bytes },
		walletBalance: { type: ['number', 'null'], minimum: 0 },
		errorForm: { enum: ['string', 'seed', 'later'] },
		voiceFileForm: { enum: ['any', 'wav', 'pcm'] },
		chaos: {
			type: ['object', 'null'],
			properties: {
				probability: { type: 'number', minimum: 0, maximum: 1 },
				seed: { type: 'integer' },
				faults: { type: 'array', minItems: 1, items: faultSchema },
			},
			required: ['probability', 'seed', 'faults'],
			additionalProperties: false,
		},
	},
	additionalProperties: false,
};
