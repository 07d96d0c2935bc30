import { makeAudio } from '../support/audio';

/** A voice sample: a tone and its octave. */
export const tone = (hertz: number, seconds: number, options = ['-f', 'wav']): Buffer =>
	makeAudio(seconds, ['-af', `aeval=0.4*sin(2*PI*${hertz}*t)+0.2*sin(4*PI*${hertz}*t)`, ...options]);

const power = (part: Int16Array): number => part.reduce((sum, sample) => sum + sample ** 2, 0);

/** Fundamental frequency of a short part, in Hz, by autocorrelation. */
function pitchOfPart(part: Int16Array, sampleRate: number): number {
	let best = { lag: 1, correlation: -Infinity };
	for (let lag = Math.floor(sampleRate / 400); lag < sampleRate / 60; lag++) {
		let correlation = 0;
		for (let index = lag; index < part.length; index++) {
			correlation += (part[index] ?? 0) * (part[index - lag] ?? 0);
		}
		correlation /= part.length - lag;
		// Multiples of the period are as good as the period itself.
		if (correlation > best.correlation * 1.05) best = { lag, correlation };
	}
	return sampleRate / best.lag;
}

/** Median fundamental frequency of the louder half of some speech, in Hz. */
export function pitchOf(pcm: Int16Array, sampleRate: number): number {
	// Four periods of a very deep voice, in which its pitch hardly changes.
	const length = Math.floor(sampleRate / 15);
	const parts: Int16Array[] = [];
	for (let at = 0; at + length <= pcm.length; at += length) parts.push(pcm.subarray(at, at + length));
	const louder = parts.sort((a, b) => power(b) - power(a)).slice(0, Math.ceil(parts.length / 2));
	const pitches = louder.map((part) => pitchOfPart(part, sampleRate)).sort((a, b) => a - b);
	return pitches[pitches.length >> 1] ?? 0;
}
