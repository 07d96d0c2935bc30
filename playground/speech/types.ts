import type { AudioFormat } from '../audio/format.ts';

/** How a simulated voice sounds. */
export interface VoiceSound {
	/** eSpeak NG voice, by the name of its file when a variant follows: `en-us`, `fr+f3`. */
	espeak: string;
	/** eSpeak NG pitch, 0 to 99 (50 is its normal). */
	pitch: number;
	/** eSpeak NG pitch range, 0 (monotone) to 100 (50 is its normal). */
	range: number;
	/** Words per minute, 80 to 450 (175 is eSpeak NG's normal). */
	rate: number;
}

export interface SpeechRequest {
	text: string;
	/** ISO 639-1; decides how text without spaces is divided into words. */
	language: string;
	sound: VoiceSound;
	format: AudioFormat;
}

/** When a word is heard, in milliseconds from the start of the audio. */
export interface SpokenWord {
	text: string;
	startMs: number;
	endMs: number;
}

export interface Speech {
	/** A whole file. */
	audio: Uint8Array;
	/** Where in `audio` the samples or frames are; before is a header, after it padding. */
	dataStart: number;
	dataEnd: number;
	/** Hz; differs from the wish only for MP3, see `actualSampleRate`. */
	sampleRate: number;
	durationMs: number;
	words: SpokenWord[];
}
