import loadEspeak, { type EspeakEvent, type EspeakWorker } from '@echogarden/espeak-ng-emscripten';
import type { MessagePort } from 'node:worker_threads';

import { createEncoder } from '../audio/encoder.ts';
import { actualSampleRate, type AudioFormat } from '../audio/format.ts';
import { createResampler } from '../audio/resampler.ts';
import { wavHeader, wavPadding } from '../audio/wav.ts';
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

/** What a worker is asked. */
export interface SpeechTask extends SpeechRequest {
	/** Gets the bytes of the audio as they are made, without a WAV's header, and null after the last. */
	port?: MessagePort;
}

function fileOf(parts: Buffer[], format: AudioFormat): Pick<Speech, 'audio' | 'dataStart' | 'dataEnd'> {
	const bytes = parts.reduce((sum, part) => sum + part.length, 0);
	if (format.container !== 'wav') return { audio: Buffer.concat(parts), dataStart: 0, dataEnd: bytes };
	const header = wavHeader(bytes, format.encoding, format.sampleRate);
	return {
		audio: Buffer.concat([header, ...parts, Buffer.alloc(wavPadding(bytes))]),
		dataStart: header.length,
		dataEnd: header.length + bytes,
	};
}

async function synthesize(request: SpeechTask): Promise<Speech> {
	const engine = await espeak();
	const { sound, format, language } = request;
	// The engine takes a C string: an unpaired surrogate or a NUL would end it early.
	const text = request.text.replace(/[\p{Surrogate}\0]/gu, ' ');
	const engineRate = engine.get_samplerate();
	const sampleRate = actualSampleRate(format);
	const resampler = await createResampler(engineRate, sampleRate);
	const encoder = createEncoder(format);
	const parts: Buffer[] = [];
	const keep = (bytes: Buffer) => {
		if (bytes.length === 0) return;
		parts.push(bytes);
		request.port?.postMessage(bytes);
	};

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
		keep(encoder.add(resampler.add(toFloat(samples))));
		return false;
	});
	const missing = Math.ceil(engineRate * SHORTEST_SECONDS) - spoken;
	if (missing > 0) {
		spoken += missing;
		keep(encoder.add(resampler.add(new Float32Array(missing))));
	}
	keep(encoder.add(resampler.finish()));
	keep(encoder.finish());

	const durationMs = Math.floor((spoken / engineRate) * 1000);
	return {
		...fileOf(parts, format),
		sampleRate,
		durationMs,
		words: spokenWords(text, language, events, durationMs),
	};
}

/**
 * Speaks one text. Runs in a worker thread, because the engine and the encoders are synchronous.
 * Each piece goes through resampler and encoder as it is spoken, so a very long text needs no more memory than its file.
 * Throws when the voice does not exist.
 */
export default async function speak(task: SpeechTask): Promise<Speech> {
	try {
		return await synthesize(task);
	} finally {
		// Not by closing the port: that waits for the event loop, which sleeps while the thread has no task.
		task.port?.postMessage(null);
		task.port?.close();
	}
}
