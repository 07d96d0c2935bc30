import type { SpeechWork, Work } from '../work.ts';

export const MODEL_ID = 'asyncflow_v2.0';
/** A voice from the provider's examples; the playground has it too. */
export const VOICE_ID = 'e0f39dc4-f691-4e78-bba5-5c636692cc04';

/** The body of AsyncFlow's `POST /text_to_speech`, which every candidate sends. */
export function requestBody(transcript: string, format: SpeechWork['format']) {
	return { model_id: MODEL_ID, transcript, voice: { mode: 'id', id: VOICE_ID }, output_format: format };
}

/** The error for work that a candidate cannot do, which is a mistake in a scenario. */
export const unsuitable = (candidate: string, { kind }: Work): Error =>
	new Error(`${candidate} cannot do the work "${kind}"`);
