import type { AudioFormat } from '../audio/format.ts';

/** The sound of a simulated voice. */
export interface VoiceSound {
	/** eSpeak NG voice, with an optional variant: `en-us`, `fr+f3`. */
	espeak: string;
	/** eSpeak NG pitch, 0 to 99 (50 is normal). */
	pitch: number;
	/** eSpeak NG pitch range, 0 (monotone) to 100 (50 is normal). */
	range: number;
	/** Words per minute, 80 to 450 (175 is normal). */
	rate: number;
}

export interface SpeechRequest {
	text: string;
	/** ISO 639-1; determines how text without spaces is split into words. */
	language: string;
	sound: VoiceSound;
	format: AudioFormat;
}

/** Times are milliseconds from the start of the audio. */
export interface WordTime {
	text: string;
	startMs: number;
	endMs: number;
}

export interface Speech {
	/** A whole file. */
	audio: Uint8Array;
	/** Range of the samples or frames in `audio`, between header and padding. */
	dataStart: number;
	dataEnd: number;
	/** Hz; differs from the request only for MP3, see `actualSampleRate`. */
	sampleRate: number;
	durationMs: number;
	words: WordTime[];
}
