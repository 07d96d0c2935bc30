import type { PcmFormat } from '../shared/audio/pcm';
import { settle } from '../shared/concurrency/settle';
import type { AudioSource } from '../shared/http/body';
import { audioSource, readJson } from '../shared/http/body';
import { unexpectedAnswer } from '../shared/http/createErrors';
import type { FailureKind } from '../shared/http/errors';
import { ProviderError } from '../shared/http/errors';
import type { FormFile, FormValue } from '../shared/http/form';
import { buildForm } from '../shared/http/form';
import { isRecord } from '../shared/http/json';
import { pathSegment } from '../shared/http/pathSegment';
import { send } from '../shared/http/transport';
import type { Call } from '../shared/http/types';

/** Body of the text-to-speech requests (page "Text to Speech"), but for `streaming`. */
export interface SpeechRequest {
	readonly voice_id: string;
	readonly text: string;
	/** 0 to 1. */
	readonly stability: number;
	/** 0.7 to 1.2. */
	readonly speed?: number;
}

/** A refusal comes as JSON. */
const AUDIO = 'audio/*, application/json;q=0.5';

/** `POST /text-to-speech/{model_id}` with `streaming: false`: the whole WAV in one response. */
export async function synthesize<T>(
	call: Call,
	modelId: string,
	speech: SpeechRequest,
	readBody: (source: AudioSource) => Promise<T>,
): Promise<T> {
	return await send(
		call,
		speechRequest(modelId, { ...speech, streaming: false }),
		async (response) => await readBody(audioSource(call, response)),
	);
}

/** Samples without a header, and what they are. */
export interface SampleStream {
	readonly source: AudioSource;
	readonly format: PcmFormat;
}

/** `POST /text-to-speech/{model_id}` with `streaming: true`: samples, sent while they are made. */
export async function synthesizeStream<T>(
	call: Call,
	modelId: string,
	speech: SpeechRequest,
	readBody: (stream: SampleStream) => Promise<T>,
): Promise<T> {
	return await send(
		call,
		speechRequest(modelId, { ...speech, streaming: true }),
		async (response) => await readBody(sampleStream(audioSource(call, response))),
	);
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
	readonly speed: number | undefined;
}

/** `POST /voices/preview`: a text in the voice of a sample, as a stream of samples. */
export async function previewVoice<T>(
	call: Call,
	preview: PreviewForm,
	readBody: (stream: SampleStream) => Promise<T>,
): Promise<T> {
	const form = buildForm({ ...preview });
	return await send(
		call,
		{ method: 'POST', path: '/voices/preview', form, accept: AUDIO, effect: 'unsafe', kind: 'speech' },
		async (response) => await readBody(sampleStream(audioSource(call, response))),
	);
}

/** A voice or a model as the provider describes it. */
export type Entry = Readonly<Record<string, unknown>>;

interface CloneForm {
	/** The response to the preview request for `text`. */
	readonly preview: FormFile;
	/** The sample that the preview was made of. */
	readonly sample: FormFile;
	readonly text: string;
}

/**
 * `POST /voices/clone`: makes a voice of a preview and the sample that it was made of.
 *
 * @throws {ProviderError} also when the answer holds no voice.
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
	const mayExist = error instanceof ProviderError && MAY_HAVE_BEEN_MADE.has(error.kind);
	throw mayExist ? error.with({ nextStep: CHECK_FIRST }) : error;
}

const CHECK_FIRST = 'Check with Get Many whether the voice was made before you clone it again';
const MAY_HAVE_BEEN_MADE = new Set<FailureKind>(['connectionLost', 'timedOut', 'unavailable', 'unusable']);

function readVoice(call: Call, answer: unknown): Entry {
	const voice = isRecord(answer) && isRecord(answer.data) ? answer.data : answer;
	const id = isRecord(voice) ? voice.voice_id : undefined;
	if (isRecord(voice) && (typeof id === 'number' || (typeof id === 'string' && id !== ''))) return voice;
	throw unexpectedAnswer(call.connection, answer, 'Faseeh answered without the ID of the voice', CHECK_FIRST);
}

/** `GET /voices`: the voices that the key may use, asked for once in a run. */
export async function listVoices(call: Call): Promise<readonly Entry[]> {
	return await onceInRun(call, '/voices');
}

/** `GET /models`: the models that speak, asked for once in a run. */
export async function listModels(call: Call): Promise<readonly Entry[]> {
	return await onceInRun(call, '/models');
}

/** The lists come whole, and the documentation asks to keep them. */
async function onceInRun(call: Call, path: '/voices' | '/models'): Promise<readonly Entry[]> {
	const lists = call.connection.once('faseeh lists', () => new Map<string, Promise<readonly Entry[]>>());
	const list = lists.get(path) ?? fetchList(call, path);
	lists.set(path, list);
	return await list.catch((error: unknown) => {
		// The next item may have more luck.
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
			const nextStep = 'Check the base URL in the credential: it ends with /api/v1';
			throw unexpectedAnswer(
				call.connection,
				answer,
				`Faseeh answered without a list of ${path.slice(1)}`,
				nextStep,
			);
		},
	);
}

/**
 * The list in an answer: bare by the documentation; other endpoints of the successor wrap theirs in `data`.
 *
 * @returns `undefined` when there is none.
 */
export function listIn(answer: unknown, name: string): Entry[] | undefined {
	const list: unknown = isRecord(answer) ? (answer[name] ?? answer.data) : answer;
	return Array.isArray(list) ? list.filter(isRecord) : undefined;
}

function speechRequest(modelId: string, json: SpeechRequest & { readonly streaming: boolean }) {
	const path = `/text-to-speech/${pathSegment(modelId, 'Model')}`;
	return { method: 'POST', path, json, accept: AUDIO, effect: 'unsafe', kind: 'speech' } as const;
}

/**
 * 16-bit mono at 24,000 Hz (pages "Text to Speech" and "Voice Preview"); the content type says so too:
 * `audio/raw;codec=pcm16;rate=24000;channels=1`. What it says counts, since the successor has more rates.
 */
function sampleStream(source: AudioSource): SampleStream {
	const stated = (name: string, usual: number) =>
		Number(new RegExp(`(?:^|[;\\s_])${name}="?([1-9]\\d{0,5})\\b`).exec(source.contentType)?.[1] ?? usual);
	const format = {
		encoding: 'pcm_s16le',
		sampleRate: stated('rate', 24_000),
		channels: stated('channels', 1),
	} as const;
	return { source, format };
}
