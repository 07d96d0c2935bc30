import { fill } from '../audio/filler.ts';
import { wavHeader } from '../audio/wav.ts';
import type { Contract } from '../contract.ts';
import type { ProviderResponse, StreamBody } from '../http/response.ts';
import type { Call } from '../provider.ts';
import type { SpeechRequest } from '../speech/types.ts';
import { resolveSpeech, type SpeechParameters } from './speech.ts';

async function* filled(call: Call, request: SpeechRequest, bytes: number): AsyncGenerator<Buffer> {
	const sizes = call.account?.settings.streamWavSizes ?? 'unknown';
	const speech = await call.speech.synthesize(request);
	yield* fill(speech, request.format, bytes, sizes === 'exact' ? undefined : sizes).chunks;
}

/** The speech while it is synthesized. */
async function* live(call: Call, request: SpeechRequest): AsyncGenerator<Buffer> {
	const { container, encoding, sampleRate } = request.format;
	const sizes = call.account?.settings.streamWavSizes ?? 'unknown';
	if (container === 'wav' && sizes === 'exact') {
		const { audio } = await call.speech.synthesize(request);
		yield Buffer.from(audio.buffer, audio.byteOffset, audio.byteLength);
		return;
	}
	if (container === 'wav' && sizes !== 'exact') yield wavHeader(sizes, encoding, sampleRate);
	yield* call.speech.stream(request);
}

async function* withMarker(chunks: AsyncIterable<Buffer>, marker: string): AsyncGenerator<Buffer> {
	yield* chunks;
	yield Buffer.from(marker, 'ascii');
}

/**
 * `POST /text_to_speech/streaming`. If the quota runs out in the middle of the text, the marker follows the part that it
 * allows.
 */
export function textToSpeechStream(call: Call, contract: Contract): ProviderResponse {
	const parameters = call.body as SpeechParameters & { transcript: string };
	const resolved = resolveSpeech(parameters, contract, 'streaming', call.account);
	const text = call.chargeUpTo(parameters.transcript);
	const request: SpeechRequest = { text, ...resolved };
	const audio = call.fillerBytes === null ? live(call, request) : filled(call, request, call.fillerBytes);
	const marker = contract.operations.get('textToSpeechStream')?.inBandError ?? '';
	const body: StreamBody = {
		length: undefined,
		chunks: text === parameters.transcript ? audio : withMarker(audio, marker),
	};
	return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body };
}
