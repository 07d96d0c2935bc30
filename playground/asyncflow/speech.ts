import { contentTypes, type AudioFormat, type Container, type Encoding } from '../audio/format.ts';
import type { Contract } from '../contract.ts';
import { bytesAnswer, type Answer } from '../http/answer.ts';
import type { Call } from '../provider.ts';
import type { SpeechRequest, VoiceSound } from '../speech/types.ts';
import type { CatalogueVoice } from './catalogue.ts';
import { checkModel, CONTROLLABLE_MODEL } from './models.ts';
import { findVoice } from './voices.ts';

/** `TtsRequest` of the contract. */
interface TtsRequest {
	model_id: string;
	transcript: string;
	voice: { mode: 'id'; id: string };
	output_format: { container: Container; encoding?: Encoding; sample_rate: number; bit_rate?: number };
	language?: string;
	/** 0.7 to 2. */
	speed_control?: number;
	/** 0 to 100. */
	stability?: number;
}

/** The contract's default. */
const DEFAULT_BIT_RATE = 192_000;
/** The default later documentation gives. */
const DEFAULT_ENCODING: Encoding = 'pcm_s16le';

/** eSpeak NG's voice for each language of the contract, for a voice that is asked to speak another one than its own. */
const espeakLanguages: Record<string, string> = { en: 'en-us', zh: 'cmn' };

function soundOf({ voice, sound }: CatalogueVoice, request: TtsRequest, language: string): VoiceSound {
	const variant = sound.espeak.split('+')[1];
	const base = espeakLanguages[language] ?? language;
	const espeak = language === voice.language ? sound.espeak : variant ? `${base}+${variant}` : base;
	// What the provider does with these controls on its other models is not documented; here they have no effect there.
	if (request.model_id !== CONTROLLABLE_MODEL) return { ...sound, espeak };
	const speed = request.speed_control ?? 1;
	const liveliness = request.stability === undefined ? 1 : (100 - request.stability) / 50;
	return { ...sound, espeak, rate: sound.rate * speed, range: sound.range * liveliness };
}

/**
 * Checks what the contract cannot say and charges for the text.
 *
 * @param endpoint `sync`, `streaming` or `websocket`
 */
export function prepareSpeech(call: Call, contract: Contract, endpoint: string): SpeechRequest {
	const request = call.body as TtsRequest;
	checkModel(contract, request.model_id, endpoint, request.language);
	const voice = findVoice(request.voice.id);
	const language = request.language ?? voice.voice.language;
	const { container, encoding, sample_rate, bit_rate } = request.output_format;
	const format: AudioFormat = {
		container,
		encoding: encoding ?? DEFAULT_ENCODING,
		sampleRate: sample_rate,
		bitRate: bit_rate ?? DEFAULT_BIT_RATE,
	};
	call.charge(request.transcript);
	return { text: request.transcript, language, sound: soundOf(voice, request, language), format };
}

/** `POST /text_to_speech` */
export async function textToSpeech(call: Call, contract: Contract): Promise<Answer> {
	const request = prepareSpeech(call, contract, 'sync');
	const { audio } = await call.speech.speak(request);
	return bytesAnswer(contentTypes[request.format.container], audio);
}
