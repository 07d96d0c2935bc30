import { fundamental } from '../audio/pitch.ts';
import { SAMPLE_RATE } from '../audio/sample.ts';
import type { VoiceSound } from './types.ts';

/** eSpeak NG's whole range of pitch, 0 to 99, is spread over these fundamental frequencies. */
const LOW_HZ = 70;
const HIGH_HZ = 350;
/** Above it a voice is more likely a woman's. */
const FEMALE_HZ = 165;
/** For a sample without any pitch, a whisper. */
const UNKNOWN_HZ = 120;

/**
 * A sound with the pitch of a voice sample.
 *
 * @param samples mono at `SAMPLE_RATE`, -1 to 1
 * @param espeak eSpeak NG's voice for the language: `en-us`
 */
export function resemble(samples: Float32Array, espeak: string): VoiceSound {
	const hertz = fundamental(samples, SAMPLE_RATE) ?? UNKNOWN_HZ;
	const share = Math.log(hertz / LOW_HZ) / Math.log(HIGH_HZ / LOW_HZ);
	return {
		espeak: `${espeak}+${hertz < FEMALE_HZ ? 'm3' : 'f2'}`,
		pitch: Math.round(Math.max(0, Math.min(99, share * 99))),
		range: 50,
		rate: 170,
	};
}
