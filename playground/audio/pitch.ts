const LOWEST_HZ = 60;
const HIGHEST_HZ = 500;

/** Below this share of a frame's own energy, its best period is chance and not voice. */
const VOICED = 0.5;

/** Period of a frame in samples, by the peak of its normalised autocorrelation; undefined when it has none. */
function periodOf(frame: Float32Array, sampleRate: number): number | undefined {
	const longest = Math.floor(sampleRate / LOWEST_HZ);
	const size = frame.length - longest;
	let best = 0;
	let period: number | undefined;
	for (let lag = Math.floor(sampleRate / HIGHEST_HZ); lag <= longest; lag++) {
		let product = 0;
		let energy = 0;
		let lagged = 0;
		for (let index = 0; index < size; index++) {
			const [a, b] = [frame[index] ?? 0, frame[index + lag] ?? 0];
			product += a * b;
			energy += a * a;
			lagged += b * b;
		}
		const likeness = product / Math.sqrt(energy * lagged || 1);
		// Multiples of the period are as good as the period itself: a longer one has to be clearly better.
		if (likeness > Math.max(VOICED, best * 1.05)) {
			best = likeness;
			period = lag;
		}
	}
	return period;
}

/**
 * The median fundamental frequency of a voice, in Hz; undefined when nothing in it has a pitch.
 *
 * @param samples mono, -1 to 1
 */
export function fundamental(samples: Float32Array, sampleRate: number): number | undefined {
	const length = Math.floor(sampleRate / 20);
	const wanted = 200;
	const step = Math.max(length, Math.floor(samples.length / wanted));
	const found: number[] = [];
	for (let at = 0; at + length <= samples.length; at += step) {
		const period = periodOf(samples.subarray(at, at + length), sampleRate);
		if (period !== undefined) found.push(sampleRate / period);
	}
	found.sort((a, b) => a - b);
	return found[found.length >> 1];
}

/** Loudness of the whole in dBFS; -Infinity for digital silence. */
export function loudness(samples: Float32Array): number {
	const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length);
	return 10 * Math.log10(power);
}
