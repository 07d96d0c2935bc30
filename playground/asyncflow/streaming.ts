import { fill } from '../audio/filler.ts';
import { wavHeader } from '../audio/wav.ts';
import type { Contract } from '../contract.ts';
import type { Answer, StreamBody } from '../http/answer.ts';
import type { Call } from '../provider.ts';
import type { SpeechRequest } from '../speech/types.ts';
import { settleSpeech, type SpeechWish } from './speech.ts';

async function* filled(call: Call, request: SpeechRequest, bytes: number): AsyncGenerator<Buffer> {
	const sizes = call.account?.settings.streamWavSizes ?? 'unknown';
	const speech = await call.speech.speak(request);
	yield* fill(speech, request.format, bytes, sizes === 'exact' ? undefined : sizes).chunks;
}

/** The speech as it is made. */
async function* live(call: Call, request: SpeechRequest): AsyncGenerator<Buffer> {
	const { container, encoding, sampleRate } = request.format;
	const sizes = call.account?.settings.streamWavSizes ?? 'unknown';
	if (container === 'wav' && sizes === 'exact') {
		const { audio } = await call.speech.speak(request);
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
 * `POST /text_to_speech/streaming`. When the quota ends in the middle of the text, what it allows is spoken, and the
 * contract's marker follows.
 */
export function textToSpeechStream(call: Call, contract: Contract): Answer {
	const wish = call.body as SpeechWish & { transcript: string };
	const settled = settleSpeech(wish, contract, 'streaming', call.account);
	const text = call.chargeUpTo(wish.transcript);
	const request: SpeechRequest = { text, ...settled };
	const audio = call.fillerBytes === null ? live(call, request) : filled(call, request, call.fillerBytes);
	const marker = contract.operations.get('textToSpeechStream')?.inBandError ?? '';
	const body: StreamBody = {
		length: undefined,
		chunks: text === wish.transcript ? audio : withMarker(audio, marker),
	};
	return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body };
}
