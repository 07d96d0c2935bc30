import type { Account } from '../accounts/account.ts';
import { audioResponse } from '../audio/filler.ts';
import type { AudioFormat } from '../audio/format.ts';
import { readSample, type SampleFormat } from '../audio/sample.ts';
import type { Form, FormFile } from '../http/form.ts';
import type { ProviderResponse } from '../http/response.ts';
import type { Call } from '../provider.ts';
import { clonedSound } from '../speech/clonedSound.ts';
import type { Speech, SpeechRequest } from '../speech/types.ts';
import { error, sampleErrors } from './errors.ts';

/** The contract's `SyncCloneRequest` and `CreateTaskRequest`, without the file. */
export interface CloneRequest {
	text: string;
	/** 0.5 to 2. */
	speed?: number;
	/** -1 to 1. */
	pitch?: number;
	/** Tasks only. */
	callback_url?: string;
}

/** The documented limits of a sample. */
export const MAX_SAMPLE_BYTES = 4.5 * 1024 * 1024;
const MIN_SECONDS = 5;
const MAX_SECONDS = 30;

/** Padding that an encoder may add, in seconds: MP3 and AAC only have whole frames. */
const PADDING_SECONDS: Partial<Record<SampleFormat, number>> = { mp3: 0.11, m4a: 0.07 };

/** An octave in eSpeak NG's units. */
const PITCH_STEPS = 42;

/** Only WAV is documented; the rest is eSpeak NG's own. */
const FORMAT: AudioFormat = { container: 'wav', encoding: 'pcm_s16le', sampleRate: 22_050, bitRate: 0 };

/** The account of a call: the contract requires a key for every operation. */
export function accountOf({ account }: Call): Account {
	if (!account) throw error('unauthorized', '');
	return account;
}

/** Throws the documented error if the sample cannot be used. */
async function readSampleFile(form: Form | undefined): Promise<FormFile> {
	const file = form?.files.find(({ field }) => field === 'audio_file');
	if (!file) throw sampleErrors.missing();
	if (file.bytes > MAX_SAMPLE_BYTES) throw sampleErrors.large();
	const sample = await readSample(file.content, ['wav', 'mp3', 'm4a']);
	if (!sample) throw sampleErrors.format();
	// To the hundredth: resampling may lose a sample.
	const seconds = Math.round(sample.seconds * 100) / 100;
	if (seconds < MIN_SECONDS || seconds > MAX_SECONDS + (PADDING_SECONDS[sample.format] ?? 0)) {
		throw sampleErrors.duration(seconds);
	}
	if (sample.silent) throw sampleErrors.silent();
	return file;
}

/** Throws ApiError if the sample cannot be used. */
export async function toSpeechRequest({ body, form }: Call): Promise<SpeechRequest> {
	const { text, speed = 1, pitch = 0 } = body as CloneRequest;
	if (text.trim() === '') throw error('invalid', 'text must not be empty', 422);
	const { sha256 } = await readSampleFile(form);
	const sound = clonedSound(sha256, 'en-us');
	return {
		text,
		language: 'en',
		sound: { ...sound, rate: sound.rate * speed, pitch: sound.pitch + pitch * PITCH_STEPS },
		format: FORMAT,
	};
}

export function wavResponse(speech: Speech, fillerBytes: number | null): ProviderResponse {
	return audioResponse('audio/wav', speech, FORMAT, fillerBytes);
}

/** Duration of such a WAV with this many bytes. */
export const secondsOf = (speech: Speech, bytes: number): number =>
	(bytes - speech.dataStart) / (FORMAT.sampleRate * 2);

/** `POST /sync-clone` */
export async function syncClone(call: Call): Promise<ProviderResponse> {
	const request = await toSpeechRequest(call);
	call.charge(request.text);
	return wavResponse(await call.speech.synthesize(request), call.fillerBytes);
}
