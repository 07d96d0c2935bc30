import loadEspeak, { type EspeakEvent, type EspeakWorker } from '@echogarden/espeak-ng-emscripten';
import type { MessagePort } from 'node:worker_threads';

import { createEncoder } from '../audio/encoder.ts';
import { actualSampleRate, type AudioFormat } from '../audio/format.ts';
import { createResampler } from '../audio/resampler.ts';
import { wavHeader, wavPadding } from '../audio/wav.ts';
import type { Speech, SpeechRequest } from './types.ts';
import { wordTimes } from './words.ts';

/** Text with nothing to speak still becomes a file that players accept. */
const MIN_SECONDS = 0.25;

let loading: Promise<EspeakWorker> | undefined;

function espeak(): Promise<EspeakWorker> {
	loading ??= loadEspeak().then((module) => new module.eSpeakNGWorker());
	return loading;
}

const toFloat = (samples: Int16Array): Float32Array => Float32Array.from(samples, (sample) => sample / 32768);

export interface SpeechTask extends SpeechRequest {
	/** Receives the audio in chunks, without a WAV's header, then null. */
	port?: MessagePort;
}

function fileOf(chunks: Buffer[], format: AudioFormat): Pick<Speech, 'audio' | 'dataStart' | 'dataEnd'> {
	const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
	if (format.container !== 'wav') return { audio: Buffer.concat(chunks), dataStart: 0, dataEnd: bytes };
	const header = wavHeader(bytes, format.encoding, format.sampleRate);
	return {
		audio: Buffer.concat([header, ...chunks, Buffer.alloc(wavPadding(bytes))]),
		dataStart: header.length,
		dataEnd: header.length + bytes,
	};
}

async function synthesize(request: SpeechTask): Promise<Speech> {
	const engine = await espeak();
	const { sound, format, language } = request;
	// The engine accepts a C string, which ends at an unpaired surrogate or a NUL.
	const text = request.text.replace(/[\p{Surrogate}\0]/gu, ' ');
	const engineRate = engine.get_samplerate();
	const sampleRate = actualSampleRate(format);
	const resampler = await createResampler(engineRate, sampleRate);
	const encoder = createEncoder(format);
	const chunks: Buffer[] = [];
	const keep = (bytes: Buffer) => {
		if (bytes.length === 0) return;
		chunks.push(bytes);
		request.port?.postMessage(bytes);
	};

	if (engine.set_voice(sound.espeak) !== 0) throw new Error(`eSpeak NG has no voice ${sound.espeak}`);
	// Setting a voice resets these.
	engine.rate = Math.round(Math.max(80, Math.min(450, sound.rate)));
	engine.pitch = Math.round(Math.max(0, Math.min(99, sound.pitch)));
	engine.range = Math.round(Math.max(0, Math.min(100, sound.range)));

	const events: EspeakEvent[] = [];
	let sampleCount = 0;
	engine.synthesize(text, (samples, newEvents) => {
		sampleCount += samples.length;
		for (const event of newEvents) if (event.type === 'word' || event.type === 'end') events.push(event);
		keep(encoder.add(resampler.add(toFloat(samples))));
		return false;
	});
	const missing = Math.ceil(engineRate * MIN_SECONDS) - sampleCount;
	if (missing > 0) {
		sampleCount += missing;
		keep(encoder.add(resampler.add(new Float32Array(missing))));
	}
	keep(encoder.add(resampler.finish()));
	keep(encoder.finish());

	const durationMs = Math.floor((sampleCount / engineRate) * 1000);
	return {
		...fileOf(chunks, format),
		sampleRate,
		durationMs,
		words: wordTimes(text, language, events, durationMs),
	};
}

/**
 * Synthesizes one text. Runs in a worker thread, because the engine and the encoders are synchronous.
 * Each chunk passes resampler and encoder immediately, so a long text needs no more memory than its file.
 * Throws if the voice does not exist.
 */
export default async function speak(task: SpeechTask): Promise<Speech> {
	try {
		return await synthesize(task);
	} finally {
		// Closing the port is not enough: the event loop sleeps while the thread has no task.
		task.port?.postMessage(null);
		task.port?.close();
	}
}
