const power = (part: Int16Array): number => part.reduce((sum, sample) => sum + sample ** 2, 0);

/** Fundamental frequency of a short part, in Hz, by autocorrelation. */
function partPitch(part: Int16Array, sampleRate: number): number {
	let best = { lag: 1, likeness: -Infinity };
	for (let lag = Math.floor(sampleRate / 400); lag < sampleRate / 60; lag++) {
		let likeness = 0;
		for (let index = lag; index < part.length; index++) {
			likeness += (part[index] ?? 0) * (part[index - lag] ?? 0);
		}
		likeness /= part.length - lag;
		// Multiples of the period are as good as the period itself.
		if (likeness > best.likeness * 1.05) best = { lag, likeness };
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
	const found = louder.map((part) => partPitch(part, sampleRate)).sort((a, b) => a - b);
	return found[found.length >> 1] ?? 0;
}
