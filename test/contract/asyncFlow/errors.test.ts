import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

import { operations } from '../../../nodes/AsyncFlow/operations';
import { asyncFlowRun, voice, VOICE_ID } from '../../support/asyncFlow';
import { makeAudio } from '../../support/audio';
import { N8nCore, shown } from '../../support/n8nCore';
import type { Fault, Playground } from '../../support/playground';
import { startPlayground } from '../../support/playground';

/** The request behind each operation of the node, and what the operation needs to be run. */
const REQUESTS: Readonly<Record<string, [operationId: string, parameters: INodeParameters]>> = {
	'speech synthesize': ['textToSpeech', {}],
	'speech synthesizeStream': ['textToSpeechStream', {}],
	'speech synthesizeWithTimestamps': ['textToSpeechWithTimestamps', { subtitles: 'none' }],
	'speech synthesizeWebSocket': ['textToSpeechWebSocket', {}],
	'voice clone': [
		'cloneVoice',
		{ binaryPropertyName: 'data', name: 'Narrator', language: 'en', enhance: false },
	],
	'voice get': ['getVoice', voice(VOICE_ID)],
	'voice getMany': ['listVoices', { returnAll: false, limit: 5, filters: {} }],
	'voice update': ['updateVoice', { ...voice(VOICE_ID), updateFields: { style: 'Calm' } }],
	'voice delete': ['deleteVoice', voice(VOICE_ID)],
	'voice getPreview': ['getVoicePreview', voice(VOICE_ID)],
	'service getStatus': ['apiStatusCheck', {}],
};

/** What a user is told of each documented error: what happened, and what to do next. */
const TOLD: Readonly<Record<string, [title: RegExp, next: RegExp]>> = {
	INVALID_LANGUAGE: [/does not support this language/, /^Choose a language/],
	FORMAT_NOT_RECOGNIZED: [
		/does not support this audio format/,
		/change the output format or the sample rate/,
	],
	SHORT_SPEECH_DURATION: [/contains too little speech/, /at least 5 seconds/],
	BAD_SPEECH_QUALITY: [/quality of the sample is too low/, /without noise.*Enhance/],
	VOICE_FIELD_UPDATE_NOT_ALLOWED: [
		/field of the voice cannot be changed/,
		/^Remove the field from Update Fields/,
	],
	INVALID_API_KEY: [/API key was rejected/, /^Check the API key in the credential/],
	VOICE_NOT_FOUND: [/Voice not found/, /^Choose a voice from the list/],
	VERSION_NOT_FOUND: [/Version v1 .* is not available/, /^Check the base URL/],
	FILE_TOO_LARGE: [/sample is too large/, /shorter or compressed sample/],
	RATE_LIMIT_EXCEEDED: [/rate limit reached/, /^Lower Concurrency in the options/],
	TOO_MANY_CONCURRENT_REQUESTS: [/concurrency limit reached/, /^Lower Concurrency/],
	USAGE_LIMIT_EXCEEDED: [/quota exceeded/, /^Increase the quota or upgrade the plan/],
	VOICE_CLONE_LIMIT_EXCEEDED: [/Cloned-voice limit reached/, /^Delete a voice/],
	'500': [/failed to process the request/, /^Try again later/],
};

interface Documented {
	readonly status: number;
	readonly code: string;
}

interface ContractNode {
	operationId?: string;
	responses?: Record<string, { 'x-error-codes'?: string[] }>;
	'x-websocket'?: { 'x-error-codes'?: string[] };
}

/** The errors that the contract lists for a request; a WebSocket tells them in messages. */
function documentedErrors(operationId: string): Documented[] {
	const file = path.resolve(__dirname, '../../../playground/contracts/async.openapi.yaml');
	const { paths } = parse(readFileSync(file, 'utf8')) as {
		paths: Record<string, Record<string, ContractNode>>;
	};
	const found = Object.values(paths)
		.flatMap((item) => Object.values(item))
		.find((operation) => operation.operationId === operationId);
	const messages = found?.['x-websocket']?.['x-error-codes'] ?? [];
	return [
		...messages.map((code) => ({ status: 101, code })),
		...Object.entries(found?.responses ?? {})
			.filter(([status]) => Number(status) >= 400)
			.flatMap(([status, { 'x-error-codes': codes = [status] }]) =>
				codes.map((code) => ({ status: Number(status), code })),
			),
	];
}

const CASES = Object.entries(REQUESTS).flatMap(([name, [operationId, parameters]]) =>
	documentedErrors(operationId).map((error) => ({ name, parameters, ...error })),
);

const SAMPLE = makeAudio(6, ['-c:a', 'pcm_s16le', '-ar', '16000', '-f', 'wav']);

let core: N8nCore;
let playground: Playground;

beforeAll(async () => {
	[core, playground] = await Promise.all([N8nCore.load(), startPlayground()]);
});
afterAll(async () => {
	await playground.close();
});

describe('every error that the provider documents', () => {
	it.each(CASES)('$name: $status $code says what happened and what to do', async (documented) => {
		const { name, parameters, status, code } = documented;
		const account = await playground.account();
		const fault: Fault =
			status === 101
				? { kind: 'wsError', errorCode: code, times: 9 }
				: { kind: 'status', status, ...(code !== String(status) && { errorCode: code }), times: 9 };
		await account.fault(fault);
		const [resource = '', operation = ''] = name.split(' ');
		const result = await core.run({
			...asyncFlowRun(playground, account, {
				...parameters,
				resource,
				operation,
				options: { maxRetries: 0 },
			}),
			items: [{ json: {}, binary: { data: await core.storeBinary(SAMPLE, 'sample.wav', 'audio/wav') } }],
		});
		const [title, next] = TOLD[code] ?? [/^nothing is told/, /^nothing is told/];
		expect(shown(result).title).toMatch(title);
		expect(shown(result).description).toMatch(next);
		expect(await account.requests()).toHaveLength(1);
	});

	it('is tried on every operation of the node', () => {
		const all = Object.entries(operations).flatMap(([resource, { operations: ofResource }]) =>
			Object.keys(ofResource).map((operation) => `${resource} ${operation}`),
		);
		expect(Object.keys(REQUESTS).sort()).toEqual(all.sort());
		expect(CASES.length).toBeGreaterThan(50);
	});
});
