import type { ProviderResponse } from '../http/response.ts';
import type { Call } from '../provider.ts';
import type { VoiceSound } from '../speech/types.ts';
import { pcmResponse, wavResponse } from './audio.ts';
import { error } from './errors.ts';
import { findModel } from './models.ts';
import { findVoice } from './voices.ts';

/** The contract's `TtsRequest`. */
interface TtsRequest {
	voice_id: string;
	text: string;
	/** 0 to 1. */
	stability: number;
	streaming: boolean;
	/** 0.7 to 1.2. */
	speed?: number;
	/** Hz, 8000 to 48000. */
	sample_rate?: number;
}

/** A stability of 0.5 leaves the pitch range unchanged. */
function adjust(sound: VoiceSound, speed: number, stability: number): VoiceSound {
	return { ...sound, rate: sound.rate * speed, range: sound.range * 2 * (1 - stability) };
}

/** `POST /text-to-speech/{model_id}` */
export async function textToSpeech(call: Call): Promise<ProviderResponse> {
	const { voice_id, text, stability, streaming, speed = 1, sample_rate } = call.body as TtsRequest;
	const model = findModel(call.params.model_id ?? '');
	if (text.trim() === '') throw error('invalid', 'body/text must not be empty');
	const sound = adjust(findVoice(voice_id, call.account).sound, speed, stability);
	call.charge(text, model.cost);
	return (streaming ? pcmResponse : wavResponse)(call, text, sound, sample_rate);
}
