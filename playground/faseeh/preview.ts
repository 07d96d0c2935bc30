import type { ProviderResponse } from '../http/response.ts';
import type { Call } from '../provider.ts';
import { clonedSound } from '../speech/clonedSound.ts';
import type { VoiceSound } from '../speech/types.ts';
import { pcmResponse } from './audio.ts';
import { error } from './errors.ts';
import { findModel } from './models.ts';
import { sampleIn } from './samples.ts';

/** The contract's `PreviewRequest`, without the file. */
interface PreviewRequest {
	text: string;
	/** 0 to 1. */
	similarity: number;
	model_id: string;
	/** 0.7 to 1.2. */
	speed?: number;
}

const MIN_WORDS = 3;

/** eSpeak NG's normal pitch. */
const NORMAL_PITCH = 50;

/** A similarity of 1 has the pitch of the clone, 0 the normal one. */
function blend(sound: VoiceSound, similarity: number, speed: number): VoiceSound {
	const pitch = NORMAL_PITCH + (sound.pitch - NORMAL_PITCH) * similarity;
	return { ...sound, pitch, rate: sound.rate * speed };
}

/** `POST /voices/preview` */
export async function previewVoice(call: Call): Promise<ProviderResponse> {
	const { text, similarity, model_id, speed = 1 } = call.body as PreviewRequest;
	if (text.trim().split(/\s+/u).length < MIN_WORDS) {
		throw error('invalid', `body/text must have at least ${MIN_WORDS} words`);
	}
	const model = findModel(model_id);
	const { sha256 } = await sampleIn(call.form, 'file', call.account);
	call.charge(text, model.cost);
	return pcmResponse(call, text, blend(clonedSound(sha256, 'ar'), similarity, speed));
}
