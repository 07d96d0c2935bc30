import type { VoiceSound } from './types.ts';

/** Both have room for the changes that a request asks for. */
const MIN_PITCH = 25;
const MAX_PITCH = 75;

/**
 * The sound of a cloned voice. The same sample always sounds the same, and different ones differ.
 *
 * @param sha256 hash of the sample, hexadecimal
 * @param language eSpeak NG's voice for the language: `en-us`
 */
export function clonedSound(sha256: string, language: string): VoiceSound {
	const share = parseInt(sha256.slice(0, 4), 16) / 0xffff;
	return {
		espeak: `${language}+${share < 0.5 ? 'm3' : 'f2'}`,
		pitch: Math.round(MIN_PITCH + share * (MAX_PITCH - MIN_PITCH)),
		range: 50,
		rate: 170,
	};
}
