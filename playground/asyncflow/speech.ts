import type { Account } from '../accounts/account.ts';
import { audioResponse } from '../audio/filler.ts';
import { contentTypes, type AudioFormat, type Container, type Encoding } from '../audio/format.ts';
import type { Contract } from '../contract.ts';
import { jsonResponse, type ProviderResponse } from '../http/response.ts';
import type { Call } from '../provider.ts';
import type { SpeechRequest, VoiceSound } from '../speech/types.ts';
import type { CatalogueVoice } from './catalogue.ts';
import { checkModel, CONTROLLABLE_MODEL } from './models.ts';
import { findVoice, languagesOf } from './voices.ts';

/** The contract's `TtsRequest`, without the text. */
export interface SpeechParameters {
	model_id: string;
	voice: { mode: 'id'; id: string };
	output_format: { container: Container; encoding?: Encoding; sample_rate: number; bit_rate?: number };
	language?: string;
	/** 0.7 to 2. */
	speed_control?: number;
	/** 0 to 100. */
	stability?: number;
}

/** The contract's `TtsRequest`. */
interface TtsRequest extends SpeechParameters {
	transcript: string;
}

/** From the contract. */
const DEFAULT_BIT_RATE = 192_000;
/** From later documentation. */
const DEFAULT_ENCODING: Encoding = 'pcm_s16le';

/** eSpeak NG's names of languages, where they differ from the contract's. */
const espeakLanguages: Record<string, string> = { en: 'en-us', zh: 'cmn' };

function soundOf({ voice, sound }: CatalogueVoice, request: SpeechParameters, language: string): VoiceSound {
	const variant = sound.espeak.split('+')[1];
	const base = espeakLanguages[language] ?? language;
	const espeak = language === languagesOf(voice)[0] ? sound.espeak : variant ? `${base}+${variant}` : base;
	// The effect on other models is not documented; here there is none.
	if (request.model_id !== CONTROLLABLE_MODEL) return { ...sound, espeak };
	const speed = request.speed_control ?? 1;
	const liveliness = request.stability === undefined ? 1 : (100 - request.stability) / 50;
	return { ...sound, espeak, rate: sound.rate * speed, range: sound.range * liveliness };
}

/**
 * Checks what the contract does not express. Throws ApiError.
 *
 * @param endpoint `sync`, `streaming` or `websocket`
 */
export function resolveSpeech(
	parameters: SpeechParameters,
	contract: Contract,
	endpoint: string,
	account: Account | undefined,
): Omit<SpeechRequest, 'text'> {
	checkModel(contract, parameters.model_id, endpoint, parameters.language);
	const voice = findVoice(parameters.voice.id, account);
	const language = parameters.language ?? languagesOf(voice.voice)[0] ?? '';
	const { container, encoding, sample_rate, bit_rate } = parameters.output_format;
	const format: AudioFormat = {
		container,
		encoding: encoding ?? DEFAULT_ENCODING,
		sampleRate: sample_rate,
		bitRate: bit_rate ?? DEFAULT_BIT_RATE,
	};
	return { language, sound: soundOf(voice, parameters, language), format };
}

/** Reads and charges a request. */
function chargedRequest(call: Call, contract: Contract): SpeechRequest {
	const request = call.body as TtsRequest;
	const resolved = resolveSpeech(request, contract, 'sync', call.account);
	call.charge(request.transcript);
	return { text: request.transcript, ...resolved };
}

/** `POST /text_to_speech` */
export async function textToSpeech(call: Call, contract: Contract): Promise<ProviderResponse> {
	const request = chargedRequest(call, contract);
	const speech = await call.speech.synthesize(request);
	const { container } = request.format;
	return audioResponse(contentTypes[container], speech, request.format, call.fillerBytes);
}

/** `POST /text_to_speech/with_timestamps` */
export async function textToSpeechWithTimestamps(call: Call, contract: Contract): Promise<ProviderResponse> {
	const { audio, words } = await call.speech.synthesize(chargedRequest(call, contract));
	return jsonResponse(200, {
		audio_base64: Buffer.from(audio.buffer, audio.byteOffset, audio.byteLength).toString('base64'),
		alignment: {
			words: words.map(({ text }) => text),
			word_start_times_milliseconds: words.map(({ startMs }) => startMs),
			word_end_times_milliseconds: words.map(({ endMs }) => endMs),
		},
	});
}
