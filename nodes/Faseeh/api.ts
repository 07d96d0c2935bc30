import type { PcmFormat } from '../shared/audio/pcm';
import { settle } from '../shared/concurrency/settle';
import type { AudioSource } from '../shared/http/body';
import { readJson } from '../shared/http/body';
import { unexpectedResponse } from '../shared/http/createErrors';
import type { FailureKind } from '../shared/http/errors';
import { ProviderError } from '../shared/http/errors';
import type { FormFile, FormValue } from '../shared/http/form';
import { buildForm } from '../shared/http/form';
import { isRecord } from '../shared/http/json';
import { pathSegment } from '../shared/http/pathSegment';
import { requestAudio } from '../shared/http/requests';
import { send } from '../shared/http/transport';
import type { Call } from '../shared/http/types';

/** Body of the text-to-speech requests (page "Text to Speech"), without `streaming`. */
export interface SpeechRequest {
	readonly voice_id: string;
	readonly text: string;
	/** 0 to 1. */
	readonly stability: number;
	/** 0.7 to 1.2. */
	readonly speed?: number;
}

/** `POST /text-to-speech/{model_id}` with `streaming: false`: the whole WAV in one response. */
export async function synthesize<T>(
	call: Call,
	modelId: string,
	speech: SpeechRequest,
	readBody: (source: AudioSource) => Promise<T>,
): Promise<T> {
	return await requestAudio(call, speechRequest(modelId, { ...speech, streaming: false }), readBody);
}

/** Audio without a header, and its format. */
export interface SampleStream {
	readonly source: AudioSource;
	readonly format: PcmFormat;
}

/** `POST /text-to-speech/{model_id}` with `streaming: true`: raw audio, sent while it is synthesized. */
export async function synthesizeStream<T>(
	call: Call,
	modelId: string,
	speech: SpeechRequest,
	readBody: (stream: SampleStream) => Promise<T>,
): Promise<T> {
	const request = speechRequest(modelId, { ...speech, streaming: true });
	return await requestAudio(call, request, async (source) => await readBody(sampleStream(source)));
}

/** Form of a preview (page "Voice Preview"), by the names of the wire. */
interface PreviewForm {
	/** The sample. */
	readonly file: FormFile;
	readonly text: string;
	/** 0 to 1. */
	readonly similarity: number;
	readonly model_id: string;
	/** 0.7 to 1.2. */
	readonly speed?: number;
}

/** `POST /voices/preview`: a text in the voice of a sample, as a stream of raw audio. */
export async function previewVoice<T>(
	call: Call,
	preview: PreviewForm,
	readBody: (stream: SampleStream) => Promise<T>,
): Promise<T> {
	const form = buildForm({ ...preview });
	const request = {
		method: 'POST',
		path: '/voices/preview',
		form,
		effect: 'unsafe',
		kind: 'speech',
	} as const;
	return await requestAudio(call, request, async (source) => await readBody(sampleStream(source)));
}

/** A voice or a model in the format of the provider. */
export type Entry = Readonly<Record<string, unknown>>;

interface CloneForm {
	/** The response to the preview request for `text`. */
	readonly preview: FormFile;
	/** The sample that the preview was made of. */
	readonly sample: FormFile;
	readonly text: string;
}

/**
 * `POST /voices/clone`: creates a voice from a preview and its sample.
 *
 * @throws {ProviderError} also if the response has no voice.
 */
export async function cloneVoice(
	call: Call,
	{ preview, sample, ...fields }: CloneForm & Readonly<Record<string, FormValue>>,
): Promise<Entry> {
	const form = buildForm({ voice_file: preview, reference_audio_file: sample, ...fields });
	const outcome = await settle(
		send(
			call,
			{
				method: 'POST',
				path: '/voices/clone',
				form,
				accept: 'application/json',
				effect: 'unsafe',
				kind: 'clone',
			},
			async (response) => readVoice(call, await readJson(call, response)),
		),
	);
	if (outcome.status === 'fulfilled') return outcome.value;
	const error: unknown = outcome.reason;
	const mayExist = error instanceof ProviderError && MAY_EXIST.has(error.kind);
	throw mayExist ? error.with({ nextStep: CHECK_FIRST }) : error;
}

const CHECK_FIRST = 'Check with Get Many whether the voice was created before you clone it again';
const MAY_EXIST = new Set<FailureKind>(['connectionLost', 'timedOut', 'unavailable', 'unusable']);

function readVoice(call: Call, answer: unknown): Entry {
	const voice = isRecord(answer) && isRecord(answer.data) ? answer.data : answer;
	const id = isRecord(voice) ? voice.voice_id : undefined;
	if (isRecord(voice) && (typeof id === 'number' || (typeof id === 'string' && id !== ''))) return voice;
	throw unexpectedResponse(call.connection, answer, 'Faseeh returned no voice ID', CHECK_FIRST);
}

/** `GET /voices`: the voices that the API key can use, requested once per run. */
export async function listVoices(call: Call): Promise<readonly Entry[]> {
	return await onceInRun(call, '/voices');
}

/** `GET /models`: the models for synthesis, requested once per run. */
export async function listModels(call: Call): Promise<readonly Entry[]> {
	return await onceInRun(call, '/models');
}

/** The lists have no pages, and the documentation asks clients to cache them. */
async function onceInRun(call: Call, path: '/voices' | '/models'): Promise<readonly Entry[]> {
	const lists = call.connection.once('faseeh lists', () => new Map<string, Promise<readonly Entry[]>>());
	const list = lists.get(path) ?? fetchList(call, path);
	lists.set(path, list);
	return await list.catch((error: unknown) => {
		// The request of the next item may succeed.
		lists.delete(path);
		throw error;
	});
}

async function fetchList(call: Call, path: '/voices' | '/models'): Promise<readonly Entry[]> {
	return await send(
		call,
		{ method: 'GET', path, accept: 'application/json', effect: 'safe', kind: 'lists' },
		async (response) => {
			const answer = await readJson(call, response);
			const list = listIn(answer, path.slice(1));
			if (list !== undefined) return list;
			throw unexpectedResponse(
				call.connection,
				answer,
				`Faseeh returned no list of ${path.slice(1)}`,
				'Check the base URL in the credential: it ends with /api/v1',
			);
		},
	);
}

/**
 * The list in a response: the response itself, as documented, or its field `data`, as with other endpoints of
 * the successor.
 *
 * @returns `undefined` if there is none.
 */
export function listIn(answer: unknown, name: string): Entry[] | undefined {
	const list: unknown = isRecord(answer) ? (answer[name] ?? answer.data) : answer;
	return Array.isArray(list) ? list.filter(isRecord) : undefined;
}

function speechRequest(modelId: string, json: SpeechRequest & { readonly streaming: boolean }) {
	const path = `/text-to-speech/${pathSegment(modelId, 'Model')}`;
	return { method: 'POST', path, json, effect: 'unsafe', kind: 'speech' } as const;
}

/**
 * 16-bit mono at 24,000 Hz (pages "Text to Speech" and "Voice Preview"), unless the content type
 * (`audio/raw;codec=pcm16;rate=24000;channels=1`) differs: the successor has more sample rates.
 */
function sampleStream(source: AudioSource): SampleStream {
	const valueOf = (name: string, standard: number) =>
		Number(new RegExp(`(?:^|[;\\s_])${name}="?([1-9]\\d{0,5})\\b`).exec(source.contentType)?.[1] ?? standard);
	const format = {
		encoding: 'pcm_s16le',
		sampleRate: valueOf('rate', 24_000),
		channels: valueOf('channels', 1),
	} as const;
	return { source, format };
}
