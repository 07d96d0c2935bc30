import { audioResponse, fill } from '../audio/filler.ts';
import type { AudioFormat } from '../audio/format.ts';
import type { ProviderResponse } from '../http/response.ts';
import type { Call } from '../provider.ts';
import type { SpeechRequest, VoiceSound } from '../speech/types.ts';

/** Default, in Hz. */
export const SAMPLE_RATE = 24_000;

/**
 * Always a WAV, also for a stream, which is sent without its header: so both have the same samples. The language only
 * matters for word times, which this provider does not have.
 */
function requestOf(text: string, sound: VoiceSound, sampleRate: number): SpeechRequest {
	const format: AudioFormat = { container: 'wav', encoding: 'pcm_s16le', sampleRate, bitRate: 0 };
	return { text, language: 'ar', sound, format };
}

export async function wavResponse(
	call: Call,
	text: string,
	sound: VoiceSound,
	sampleRate = SAMPLE_RATE,
): Promise<ProviderResponse> {
	const request = requestOf(text, sound, sampleRate);
	const speech = await call.speech.synthesize(request);
	const response = audioResponse('audio/wav', speech, request.format, call.fillerBytes);
	return { ...response, headers: { ...response.headers, 'cache-control': 'no-cache' } };
}

/** Ends every chunk but the last in the middle of a sample, as the provider may. */
async function* cutSamples(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
	let held: Buffer = Buffer.alloc(0);
	for await (const chunk of chunks) {
		yield Buffer.concat([held, chunk.subarray(0, -1)]);
		held = chunk.subarray(-1);
	}
	yield held;
}

async function* filled(call: Call, request: SpeechRequest, bytes: number): AsyncGenerator<Buffer> {
	const format: AudioFormat = { ...request.format, container: 'raw' };
	yield* fill(await call.speech.synthesize(request), format, bytes).chunks;
}

/** Samples without a header, while they are synthesized. */
export function pcmResponse(
	call: Call,
	text: string,
	sound: VoiceSound,
	sampleRate = SAMPLE_RATE,
): ProviderResponse {
	const request = requestOf(text, sound, sampleRate);
	const { fillerBytes, speech } = call;
	const chunks = fillerBytes === null ? speech.stream(request) : filled(call, request, fillerBytes);
	return {
		status: 200,
		headers: {
			'content-type': `audio/raw;codec=pcm16;rate=${sampleRate};channels=1`,
			'cache-control': 'no-cache',
			connection: 'keep-alive',
		},
		body: { length: undefined, chunks: cutSamples(chunks) },
	};
}
