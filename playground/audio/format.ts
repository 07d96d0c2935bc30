export type Container = 'mp3' | 'wav' | 'raw';
export type Encoding = 'pcm_s16le' | 'pcm_f32le' | 'pcm_mulaw';

/** Named like AsyncFlow's `output_format`. */
export interface AudioFormat {
	container: Container;
	/** Ignored for mp3. */
	encoding: Encoding;
	/** Hz. */
	sampleRate: number;
	/** Bits per second; mp3 only. */
	bitRate: number;
}

/** The Content-Type of each container. */
export const contentTypes: Record<Container, string> = {
	mp3: 'audio/mpeg',
	wav: 'audio/wav',
	raw: 'application/octet-stream',
};

/** The only sampling rates MPEG-1, MPEG-2 and MPEG-2.5 audio define, in Hz (ISO 11172-3, 13818-3). */
const MPEG_SAMPLE_RATES = [8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000];

/** Layer III bit rates in kbit/s, by MPEG version. */
const MPEG1_BIT_RATES = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const MPEG2_BIT_RATES = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
/** LAME refuses to go higher with MPEG-2.5 (sampling rates below 16 kHz). */
const MPEG25_MAX_BIT_RATE = 64;

const highestUpTo = (list: number[], limit: number): number =>
	list.reduce((best, value) => (value <= limit ? value : best), list[0] ?? limit);

/** An MP3 gets the next lower rate that MPEG has. */
export function actualSampleRate(format: AudioFormat): number {
	return format.container === 'mp3' ? highestUpTo(MPEG_SAMPLE_RATES, format.sampleRate) : format.sampleRate;
}

/**
 * Below these bit rates, in kbit/s, lamejs 1.2.7 resamples automatically, which leaves little but silence.
 */
const MIN_BIT_RATE = new Map([
	[24000, 40],
	[32000, 48],
	[44100, 64],
	[48000, 64],
]);

/** The next lower Layer III bit rate, in kbit/s, that can be encoded at this sampling rate. */
export function mp3BitRate(sampleRate: number, bitRate: number): number {
	const wanted = Math.max(bitRate / 1000, MIN_BIT_RATE.get(sampleRate) ?? 0);
	if (sampleRate >= 32000) return highestUpTo(MPEG1_BIT_RATES, wanted);
	return highestUpTo(MPEG2_BIT_RATES, sampleRate < 16000 ? Math.min(wanted, MPEG25_MAX_BIT_RATE) : wanted);
}
