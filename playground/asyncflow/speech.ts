import type { Account } from '../accounts/account.ts';
import { fill } from '../audio/filler.ts';
import { contentTypes, type AudioFormat, type Container, type Encoding } from '../audio/format.ts';
import type { Contract } from '../contract.ts';
import { bytesAnswer, jsonAnswer, type Answer } from '../http/answer.ts';
import type { Call } from '../provider.ts';
import type { SpeechRequest, VoiceSound } from '../speech/types.ts';
import type { CatalogueVoice } from './catalogue.ts';
import { checkModel, CONTROLLABLE_MODEL } from './models.ts';
import { findVoice, languagesOf } from './voices.ts';

/** What decides how a text is spoken: `TtsRequest` of the contract without the text. */
export interface SpeechWish {
	model_id: string;
	voice: { mode: 'id'; id: string };
	output_format: { container: Container; encoding?: Encoding; sample_rate: number; bit_rate?: number };
	language?: string;
	/** 0.7 to 2. */
	speed_control?: number;
	/** 0 to 100. */
	stability?: number;
}

/** `TtsRequest` of the contract. */
interface TtsRequest extends SpeechWish {
	transcript: string;
}

/** The contract's default. */
const DEFAULT_BIT_RATE = 192_000;
/** The default later documentation gives. */
const DEFAULT_ENCODING: Encoding = 'pcm_s16le';

/** eSpeak NG's voice for each language of the contract, for a voice that is asked to speak another one than its own. */
const espeakLanguages: Record<string, string> = { en: 'en-us', zh: 'cmn' };

function soundOf({ voice, sound }: CatalogueVoice, request: SpeechWish, language: string): VoiceSound {
	const variant = sound.espeak.split('+')[1];
	const base = espeakLanguages[language] ?? language;
	const espeak = language === languagesOf(voice)[0] ? sound.espeak : variant ? `${base}+${variant}` : base;
	// What the provider does with these controls on its other models is not documented; here they have no effect there.
	if (request.model_id !== CONTROLLABLE_MODEL) return { ...sound, espeak };
	const speed = request.speed_control ?? 1;
	const liveliness = request.stability === undefined ? 1 : (100 - request.stability) / 50;
	return { ...sound, espeak, rate: sound.rate * speed, range: sound.range * liveliness };
}

/**
 * Checks what the contract cannot say. Throws ApiError.
 *
 * @param endpoint `sync`, `streaming` or `websocket`
 */
export function settleSpeech(
	wish: SpeechWish,
	contract: Contract,
	endpoint: string,
	account: Account | undefined,
): Omit<SpeechRequest, 'text'> {
	checkModel(contract, wish.model_id, endpoint, wish.language);
	const voice = findVoice(wish.voice.id, account);
	const language = wish.language ?? languagesOf(voice.voice)[0] ?? '';
	const { container, encoding, sample_rate, bit_rate } = wish.output_format;
	const format: AudioFormat = {
		container,
		encoding: encoding ?? DEFAULT_ENCODING,
		sampleRate: sample_rate,
		bitRate: bit_rate ?? DEFAULT_BIT_RATE,
	};
	return { language, sound: soundOf(voice, wish, language), format };
}

/** A request with its text, which is charged. */
function charged(call: Call, contract: Contract): SpeechRequest {
	const request = call.body as TtsRequest;
	const settled = settleSpeech(request, contract, 'sync', call.account);
	call.charge(request.transcript);
	return { text: request.transcript, ...settled };
}

/** `POST /text_to_speech` */
export async function textToSpeech(call: Call, contract: Contract): Promise<Answer> {
	const request = charged(call, contract);
	const speech = await call.speech.speak(request);
	const type = contentTypes[request.format.container];
	if (call.fillerBytes === null) return bytesAnswer(type, speech.audio);
	const body = fill(speech, request.format, call.fillerBytes);
	return { status: 200, headers: { 'content-type': type }, body };
}

/** `POST /text_to_speech/with_timestamps` */
export async function textToSpeechWithTimestamps(call: Call, contract: Contract): Promise<Answer> {
	const { audio, words } = await call.speech.speak(charged(call, contract));
	return jsonAnswer(200, {
		audio_base64: Buffer.from(audio.buffer, audio.byteOffset, audio.byteLength).toString('base64'),
		alignment: {
			words: words.map(({ text }) => text),
			word_start_times_milliseconds: words.map(({ startMs }) => startMs),
			word_end_times_milliseconds: words.map(({ endMs }) => endMs),
		},
	});
}
