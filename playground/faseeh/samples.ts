import { isUtf8 } from 'node:buffer';

import type { Account } from '../accounts/account.ts';
import { isSilent, readSample, type SampleFormat } from '../audio/sample.ts';
import type { Form, FormFile } from '../http/form.ts';
import { SAMPLE_RATE } from './audio.ts';
import { error } from './errors.ts';

/** The accepted formats are not documented; these are common. */
const FORMATS: readonly SampleFormat[] = ['wav', 'mp3', 'flac', 'aiff', 'm4a', 'aac', 'ogg', 'webm'];

/** PCM may happen to start like an MPEG frame, but not like one of these. */
const UNMISTAKABLE_FORMATS = FORMATS.filter((format) => format !== 'mp3' && format !== 'aac');

/** A quarter of a second, the shortest speech that the playground generates. */
const MIN_PCM_BYTES = (SAMPLE_RATE * 2) / 4;
/** Five seconds are enough to recognize PCM. */
const CHECKED_PCM_BYTES = SAMPLE_RATE * 2 * 5;

/** In speech, adjacent samples are similar; in compressed data they are not. */
const MIN_CORRELATION = 0.5;

const isIn = async (formats: readonly SampleFormat[], { content }: FormFile): Promise<boolean> =>
	(await readSample(content, formats)) !== undefined;

/** Throws the provider's error if the file is missing or too large. */
function fileIn(form: Form | undefined, field: string, account: Account | undefined): FormFile {
	const file = form?.files.find((one) => one.field === field);
	if (!file) throw error('invalid', `${field} is missing`);
	const max = account?.settings.cloneMaxBytes ?? Infinity;
	if (file.bytes > max) throw error('invalid', `${field} has ${file.bytes} bytes; the maximum is ${max}`);
	return file;
}

/** The voice sample in a field of a form. Throws the provider's error if it is not audio. */
export async function sampleIn(
	form: Form | undefined,
	field: string,
	account: Account | undefined,
): Promise<FormFile> {
	const file = fileIn(form, field, account);
	if (!file.mimeType.startsWith('audio/') || !(await isIn(FORMATS, file))) {
		throw error('invalid', `${field} must be an audio file`);
	}
	return file;
}

/** How similar adjacent samples are: 1 for a constant, 0 for noise. */
function adjacentCorrelation(samples: Float32Array): number {
	let product = 0;
	let power = 0;
	for (let index = 1; index < samples.length; index++) {
		const sample = samples[index] ?? 0;
		product += sample * (samples[index - 1] ?? 0);
		power += sample * sample;
	}
	return product / power;
}

/** Whether bytes can be PCM16 speech, which has no header. Text is valid UTF-8, and speech never is. */
function isPcm({ content }: FormFile): boolean {
	if (content.length < MIN_PCM_BYTES || content.length % 2 !== 0 || isUtf8(content)) return false;
	const length = Math.min(content.length, CHECKED_PCM_BYTES) / 2;
	const samples = Float32Array.from({ length }, (_, index) => content.readInt16LE(index * 2) / 32_768);
	return !isSilent(samples) && adjacentCorrelation(samples) > MIN_CORRELATION;
}

/** Checks the preview that comes with a clone against `voiceFileForm`. Throws the provider's error. */
export async function checkVoiceFile(form: Form | undefined, account: Account | undefined): Promise<void> {
	const file = fileIn(form, 'voice_file', account);
	switch (account?.settings.voiceFileForm ?? 'any') {
		case 'any':
			if (isPcm(file) || (await isIn(FORMATS, file))) return;
			throw error('invalid', 'voice_file must be audio');
		case 'wav':
			if (await isIn(['wav'], file)) return;
			throw error('invalid', 'voice_file must be a WAV file');
		case 'pcm':
			if (isPcm(file) && !(await isIn(UNMISTAKABLE_FORMATS, file))) return;
			throw error('invalid', 'voice_file must be raw PCM16 without a header');
	}
}
