import { audioResponse } from '../audio/filler.ts';
import type { AudioFormat } from '../audio/format.ts';
import { emptyResponse, jsonResponse, type ProviderResponse } from '../http/response.ts';
import type { Call } from '../provider.ts';
import { findVoice, languagesOf } from './voices.ts';

const FORMAT: AudioFormat = { container: 'mp3', encoding: 'pcm_s16le', sampleRate: 44_100, bitRate: 128_000 };

/** Digits can be spoken in every language. */
const textOf = (name: string): string => `${name}. 1, 2, 3, 4, 5.`;

/** `GET /voices/preview/{id}` */
export function getVoicePreview({ params, account, storage }: Call): ProviderResponse {
	const { voice } = findVoice(params.id ?? '', account);
	const path = `/storage/asyncflow/${account?.id ?? ''}/previews/${voice.voice_id}.mp3`;
	const url = storage.signedUrl(path, account?.settings.previewLifetimeMs ?? 0);
	return jsonResponse(200, { signed_url: url });
}

/** The file behind the signed URL. */
export async function storedPreview({
	params,
	account,
	speech,
	fillerBytes,
}: Call): Promise<ProviderResponse> {
	const id = /^previews\/(.+)\.mp3$/.exec(params['*'] ?? '')?.[1];
	if (id === undefined) return emptyResponse(404);
	const { voice, sound } = findVoice(id, account);
	const language = languagesOf(voice)[0] ?? '';
	const preview = await speech.synthesize({ text: textOf(voice.name), language, sound, format: FORMAT });
	return audioResponse('audio/mpeg', preview, FORMAT, fillerBytes);
}
