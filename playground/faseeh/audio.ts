import { fill } from '../audio/filler.ts';
import type { AudioFormat } from '../audio/format.ts';
import { bytesAnswer, type Answer } from '../http/answer.ts';
import type { Call } from '../provider.ts';
import type { SpeechRequest, VoiceSound } from '../speech/types.ts';

/** Hz, unless something else is asked for. */
export const SAMPLE_RATE = 24_000;

/**
 * All speech is PCM: 16 bits, mono; as a WAV, whose samples are what is streamed, so that both are the same speech. The
 * language only matters for word times, which this provider has not.
 */
function requestOf(text: string, sound: VoiceSound, sampleRate: number): SpeechRequest {
	const format: AudioFormat = { container: 'wav', encoding: 'pcm_s16le', sampleRate, bitRate: 0 };
	return { text, language: 'ar', sound, format };
}

/** A WAV file, whole. */
export async function spokenWav(
	call: Call,
	text: string,
	sound: VoiceSound,
	sampleRate = SAMPLE_RATE,
): Promise<Answer> {
	const request = requestOf(text, sound, sampleRate);
	const speech = await call.speech.speak(request);
	const answer = bytesAnswer('audio/wav', speech.audio);
	return {
		...answer,
		headers: { ...answer.headers, 'cache-control': 'no-cache' },
		body: call.fillerBytes === null ? answer.body : fill(speech, request.format, call.fillerBytes),
	};
}

/** Every piece but the last ends in the middle of a sample, as it may with the provider. */
async function* cutSamples(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
	let held: Buffer = Buffer.alloc(0);
	for await (const piece of pieces) {
		yield Buffer.concat([held, piece.subarray(0, -1)]);
		held = piece.subarray(-1);
	}
	yield held;
}

async function* filled(call: Call, request: SpeechRequest, bytes: number): AsyncGenerator<Buffer> {
	const format: AudioFormat = { ...request.format, container: 'raw' };
	yield* fill(await call.speech.speak(request), format, bytes).chunks;
}

/** Samples without a header, as they are spoken. */
export function spokenStream(call: Call, text: string, sound: VoiceSound, sampleRate = SAMPLE_RATE): Answer {
	const request = requestOf(text, sound, sampleRate);
	const { fillerBytes, speech } = call;
	const pieces = fillerBytes === null ? speech.stream(request) : filled(call, request, fillerBytes);
	return {
		status: 200,
		headers: {
			'content-type': `audio/raw;codec=pcm16;rate=${sampleRate};channels=1`,
			'cache-control': 'no-cache',
			connection: 'keep-alive',
		},
		body: { length: undefined, chunks: cutSamples(pieces) },
	};
}
