import type { Account } from '../accounts/account.ts';
import { fill } from '../audio/filler.ts';
import type { AudioFormat } from '../audio/format.ts';
import { readSample, type SampleFormat } from '../audio/sample.ts';
import { bytesAnswer, type Answer } from '../http/answer.ts';
import type { Form, FormFile } from '../http/form.ts';
import type { Call } from '../provider.ts';
import { clonedSound } from '../speech/clonedSound.ts';
import type { Speech, SpeechRequest } from '../speech/types.ts';
import { error, sampleErrors } from './errors.ts';

/** `SyncCloneRequest` and `CreateTaskRequest` of the contract, without the file. */
export interface CloneRequest {
	text: string;
	/** 0.5 to 2. */
	speed?: number;
	/** -1 to 1. */
	pitch?: number;
	/** Tasks only. */
	callback_url?: string;
}

/** Limits of a sample, as documented. */
export const MAX_SAMPLE_BYTES = 4.5 * 1024 * 1024;
const MIN_SECONDS = 5;
const MAX_SECONDS = 30;

/** What an encoder may add to the end of a sound, in seconds: MP3 and AAC only have whole frames. */
const PADDING_SECONDS: Partial<Record<SampleFormat, number>> = { mp3: 0.11, m4a: 0.07 };

/** An octave of eSpeak NG's pitch, for a `pitch` of 1. */
const PITCH_STEPS = 42;

/** Nothing is documented but that it is WAV; this is what eSpeak NG speaks in. */
const FORMAT: AudioFormat = { container: 'wav', encoding: 'pcm_s16le', sampleRate: 22_050, bitRate: 0 };

/** The account of a call, which the contract demands of every operation. */
export function customer({ account }: Call): Account {
	if (!account) throw error('unauthorized', '');
	return account;
}

/** Throws the documented error when the sample cannot be used. */
async function readSampleFile(form: Form | undefined): Promise<FormFile> {
	const file = form?.files.find(({ field }) => field === 'audio_file');
	if (!file) throw sampleErrors.missing();
	if (file.bytes > MAX_SAMPLE_BYTES) throw sampleErrors.large();
	const sample = await readSample(file.content, ['wav', 'mp3', 'm4a']);
	if (!sample) throw sampleErrors.format();
	// To the hundredth: a change of the sampling rate may cost a sample.
	const seconds = Math.round(sample.seconds * 100) / 100;
	if (seconds < MIN_SECONDS || seconds > MAX_SECONDS + (PADDING_SECONDS[sample.format] ?? 0)) {
		throw sampleErrors.duration(seconds);
	}
	if (sample.silent) throw sampleErrors.silent();
	return file;
}

/** What a request wants to be spoken, in the voice of its sample. Throws ApiError when the sample cannot be used. */
export async function settle({ body, form }: Call): Promise<SpeechRequest> {
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

/** A WAV of the speech, or of `fillerBytes` when it is not null. */
export function wavAnswer(speech: Speech, fillerBytes: number | null): Answer {
	const answer = bytesAnswer('audio/wav', speech.audio);
	return fillerBytes === null ? answer : { ...answer, body: fill(speech, FORMAT, fillerBytes) };
}

/** Length in seconds of such a WAV. */
export const secondsOf = (speech: Speech, bytes: number): number =>
	(bytes - speech.dataStart) / (FORMAT.sampleRate * 2);

/** `POST /sync-clone` */
export async function syncClone(call: Call): Promise<Answer> {
	const request = await settle(call);
	call.charge(request.text);
	return wavAnswer(await call.speech.speak(request), call.fillerBytes);
}
