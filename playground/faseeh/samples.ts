import { isUtf8 } from 'node:buffer';

import type { Account } from '../accounts/account.ts';
import { fundamental, loudness } from '../audio/pitch.ts';
import { readSample, type Sample, type SampleFormat } from '../audio/sample.ts';
import type { Form, FormFile } from '../http/form.ts';
import { SAMPLE_RATE } from './audio.ts';
import { error } from './errors.ts';

/** Which formats the provider reads is not documented: here it is whatever is common. */
const FORMATS: readonly SampleFormat[] = ['wav', 'mp3', 'flac', 'aiff', 'm4a', 'aac', 'ogg', 'webm'];

/** Those that cannot be mistaken: PCM may happen to begin like an MPEG frame. */
const MARKED_FORMATS = FORMATS.filter((format) => format !== 'mp3' && format !== 'aac');

/** Quieter than this, in dBFS, is silence with some noise. */
const SILENT_DB = -50;

/** The shortest speech the playground makes, a quarter of a second, and what is listened to of a long one. */
const SHORTEST_PCM_BYTES = (SAMPLE_RATE * 2) / 4;
const HEARD_PCM_BYTES = SAMPLE_RATE * 2 * 5;

/** No limit is documented; what the account has is for all providers. */
function fileIn(form: Form | undefined, field: string, account: Account | undefined): FormFile {
	const file = form?.files.find((one) => one.field === field);
	if (!file) throw error('invalid', `${field} is missing`);
	const most = account?.settings.cloneMaxBytes ?? Infinity;
	if (file.bytes > most)
		throw error('invalid', `${field} has ${file.bytes} bytes; at most ${most} are allowed`);
	return file;
}

/** The audio file in a field of a form. Throws the error of the API when it is none. */
export async function sampleIn(
	form: Form | undefined,
	field: string,
	account: Account | undefined,
): Promise<Sample> {
	const file = fileIn(form, field, account);
	const isAudio = file.mimeType.startsWith('audio/');
	const sample = isAudio ? await readSample(file.content, FORMATS) : undefined;
	if (!sample) throw error('invalid', `${field} must be an audio file`);
	return sample;
}

/**
 * Whether bytes can be PCM16 speech, which carries no mark. Text, and digital silence, is UTF-8 and speech never is; what
 * is compressed sounds like noise, which has no pitch.
 */
function isPcm(bytes: Buffer): boolean {
	if (bytes.length < SHORTEST_PCM_BYTES || bytes.length % 2 !== 0 || isUtf8(bytes)) return false;
	const heard = Math.min(bytes.length, HEARD_PCM_BYTES) / 2;
	const samples = Float32Array.from({ length: heard }, (_, index) => bytes.readInt16LE(index * 2) / 32_768);
	return loudness(samples) >= SILENT_DB && fundamental(samples, SAMPLE_RATE) !== undefined;
}

/**
 * Checks the preview that comes with a clone: a WAV, raw PCM16 as the preview API gives it, or any audio file, as the
 * account's setting `voiceFileForm` has it. Throws the error of the API.
 */
export async function checkVoiceFile(form: Form | undefined, account: Account | undefined): Promise<void> {
	const { content } = fileIn(form, 'voice_file', account);
	const is = async (formats: readonly SampleFormat[]) => (await readSample(content, formats)) !== undefined;
	switch (account?.settings.voiceFileForm ?? 'any') {
		case 'any':
			if (isPcm(content) || (await is(FORMATS))) return;
			throw error('invalid', 'voice_file must be audio');
		case 'wav':
			if (await is(['wav'])) return;
			throw error('invalid', 'voice_file must be a WAV file');
		case 'pcm':
			if (isPcm(content) && !(await is(MARKED_FORMATS))) return;
			throw error('invalid', 'voice_file must be raw PCM16 without a header');
	}
}
