import loadEspeak, { type EspeakEvent, type EspeakWorker } from '@echogarden/espeak-ng-emscripten';

import { createEncoder } from '../audio/encoder.ts';
import { actualSampleRate } from '../audio/format.ts';
import { createResampler } from '../audio/resampler.ts';
import type { Speech, SpeechRequest } from './types.ts';
import { spokenWords } from './words.ts';

/** Shortest audio, in seconds: text with nothing to speak still gives a file that players accept. */
const SHORTEST_SECONDS = 0.25;

let loading: Promise<EspeakWorker> | undefined;

function espeak(): Promise<EspeakWorker> {
	loading ??= loadEspeak().then((module) => new module.eSpeakNGWorker());
	return loading;
}

const toFloat = (samples: Int16Array): Float32Array => Float32Array.from(samples, (sample) => sample / 32768);

/**
 * Speaks one text. Runs in a worker thread, because the engine and the encoders are synchronous.
 * Each piece goes through resampler and encoder as it is spoken, so a very long text needs no more memory than its file.
 * Throws when the voice does not exist.
 */
export default async function speak(request: SpeechRequest): Promise<Speech> {
	const engine = await espeak();
	const { sound, format, language } = request;
	// The engine takes a C string: an unpaired surrogate or a NUL would end it early.
	const text = request.text.replace(/[\p{Surrogate}\0]/gu, ' ');
	const engineRate = engine.get_samplerate();
	const sampleRate = actualSampleRate(format);
	const resampler = await createResampler(engineRate, sampleRate);
	const encoder = createEncoder(format);

	if (engine.set_voice(sound.espeak) !== 0) throw new Error(`eSpeak NG has no voice ${sound.espeak}`);
	// Choosing a voice resets these, so they come after it.
	engine.rate = Math.round(Math.max(80, Math.min(450, sound.rate)));
	engine.pitch = Math.round(Math.max(0, Math.min(99, sound.pitch)));
	engine.range = Math.round(Math.max(0, Math.min(100, sound.range)));

	const events: EspeakEvent[] = [];
	let spoken = 0;
	engine.synthesize(text, (samples, piece) => {
		spoken += samples.length;
		for (const event of piece) if (event.type === 'word' || event.type === 'end') events.push(event);
		encoder.add(resampler.add(toFloat(samples)));
		return false;
	});
	const missing = Math.ceil(engineRate * SHORTEST_SECONDS) - spoken;
	if (missing > 0) {
		spoken += missing;
		encoder.add(resampler.add(new Float32Array(missing)));
	}
	encoder.add(resampler.finish());

	const durationMs = Math.floor((spoken / engineRate) * 1000);
	return {
		audio: encoder.finish(),
		sampleRate,
		durationMs,
		words: spokenWords(text, language, events, durationMs),
	};
}
