import { fill } from '../audio/filler.ts';
import type { AudioFormat } from '../audio/format.ts';
import { bytesAnswer, emptyAnswer, jsonAnswer, type Answer } from '../http/answer.ts';
import type { Call } from '../provider.ts';
import { findVoice, languagesOf } from './voices.ts';

const FORMAT: AudioFormat = { container: 'mp3', encoding: 'pcm_s16le', sampleRate: 44_100, bitRate: 128_000 };

/** Digits are read in every language. */
const textOf = (name: string): string => `${name}. 1, 2, 3, 4, 5.`;

/** `GET /voices/preview/{id}` */
export function getVoicePreview({ params, account, storage }: Call): Answer {
	const { voice } = findVoice(params['id'] ?? '', account);
	const path = `/storage/asyncflow/${account?.id ?? ''}/previews/${voice.voice_id}.mp3`;
	const url = storage.signedUrl(path, account?.settings.previewLifetimeMs ?? 0);
	return jsonAnswer(200, { signed_url: url });
}

/** The file behind the signed URL. */
export async function storedPreview({ params, account, speech, fillerBytes }: Call): Promise<Answer> {
	const id = /^previews\/(.+)\.mp3$/.exec(params['*'] ?? '')?.[1];
	if (id === undefined) return emptyAnswer(404);
	const { voice, sound } = findVoice(id, account);
	const language = languagesOf(voice)[0] ?? '';
	const spoken = await speech.speak({ text: textOf(voice.name), language, sound, format: FORMAT });
	if (fillerBytes === null) return bytesAnswer('audio/mpeg', spoken.audio);
	return {
		status: 200,
		headers: { 'content-type': 'audio/mpeg' },
		body: fill(spoken, FORMAT, fillerBytes),
	};
}
