export type Container = 'mp3' | 'wav' | 'raw';
export type Encoding = 'pcm_s16le' | 'pcm_f32le' | 'pcm_mulaw';

/** What a client may ask for; the same words as AsyncFlow's `output_format`. */
export interface AudioFormat {
	container: Container;
	/** Ignored for mp3. */
	encoding: Encoding;
	/** Hz. */
	sampleRate: number;
	/** Bits per second; mp3 only. */
	bitRate: number;
}

/** MIME type each container is answered with. */
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

const floorOf = (list: number[], wanted: number): number =>
	list.reduce((best, value) => (value <= wanted ? value : best), list[0] ?? wanted);

/**
 * The rate the audio really gets. An MP3 can only have an MPEG rate, so any other wish becomes the next lower one.
 */
export function actualSampleRate(format: AudioFormat): number {
	return format.container === 'mp3' ? floorOf(MPEG_SAMPLE_RATES, format.sampleRate) : format.sampleRate;
}

/**
 * Below these bit rates, in kbit/s, lamejs converts to a lower sampling rate by itself, and does it so badly that the
 * result is close to silence (measured with lamejs 1.2.7).
 */
const LOWEST_SOUND_BIT_RATE = new Map([
	[24000, 40],
	[32000, 48],
	[44100, 64],
	[48000, 64],
]);

/** The highest Layer III bit rate, in kbit/s, that is not above the wish and that can be encoded at this sampling rate. */
export function mp3BitRate(sampleRate: number, bitRate: number): number {
	const wanted = Math.max(bitRate / 1000, LOWEST_SOUND_BIT_RATE.get(sampleRate) ?? 0);
	if (sampleRate >= 32000) return floorOf(MPEG1_BIT_RATES, wanted);
	return floorOf(MPEG2_BIT_RATES, sampleRate < 16000 ? Math.min(wanted, MPEG25_MAX_BIT_RATE) : wanted);
}
