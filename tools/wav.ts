export interface WavFormat {
	/** WAVE_FORMAT_* number. */
	code: number;
	channels: number;
	sampleRate: number;
	bitsPerSample: number;
}

export interface Wav {
	format: WavFormat;
	/** The content of the `data` chunk. */
	data: Buffer;
}

export interface Loudness {
	seconds: number;
	/** Root mean square, 0 to 1. */
	rms: number;
	/** Largest sample, 0 to 1. */
	peak: number;
}

export const PCM = 1;
const FLOAT = 3;
const MULAW = 7;

const HEADER_BYTES = 44;

function* chunks(file: Buffer): Generator<[name: string, body: Buffer]> {
	if (file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE') {
		throw new Error('Not a WAV file');
	}
	for (let at = 12; at + 8 <= file.length;) {
		const size = file.readUInt32LE(at + 4);
		yield [file.toString('latin1', at, at + 4), file.subarray(at + 8, at + 8 + size)];
		at += 8 + size + (size % 2);
	}
}

export function readWav(file: Buffer): Wav {
	const found = new Map(chunks(file));
	const header = found.get('fmt ');
	const data = found.get('data');
	if (header === undefined || data === undefined) throw new Error('A WAV file without format or data');
	const format = {
		code: header.readUInt16LE(0),
		channels: header.readUInt16LE(2),
		sampleRate: header.readUInt32LE(4),
		bitsPerSample: header.readUInt16LE(14),
	};
	return { format, data };
}

/** The header of a WAV file with this much data. */
export function wavHeader(
	{ code, channels, sampleRate, bitsPerSample }: WavFormat,
	dataBytes: number,
): Buffer {
	const frameBytes = (channels * bitsPerSample) / 8;
	const header = Buffer.alloc(HEADER_BYTES);
	header.write('RIFF', 0);
	header.writeUInt32LE(HEADER_BYTES - 8 + dataBytes, 4);
	header.write('WAVEfmt ', 8);
	header.writeUInt32LE(16, 16);
	header.writeUInt16LE(code, 20);
	header.writeUInt16LE(channels, 22);
	header.writeUInt32LE(sampleRate, 24);
	header.writeUInt32LE(sampleRate * frameBytes, 28);
	header.writeUInt16LE(frameBytes, 32);
	header.writeUInt16LE(bitsPerSample, 34);
	header.write('data', 36);
	header.writeUInt32LE(dataBytes, 40);
	return header;
}

function decodeMulaw(code: number): number {
	const inverted = ~code & 0xff;
	const magnitude = (((inverted & 0x0f) << 3) + 0x84) << ((inverted & 0x70) >> 4);
	return ((inverted & 0x80) === 0 ? magnitude - 0x84 : 0x84 - magnitude) / 0x8000;
}

function sampleReader({ code, bitsPerSample }: WavFormat): (data: Buffer, at: number) => number {
	if (code === PCM && bitsPerSample === 16) return (data, at) => data.readInt16LE(at) / 0x8000;
	if (code === FLOAT && bitsPerSample === 32) return (data, at) => data.readFloatLE(at);
	if (code === MULAW && bitsPerSample === 8) return (data, at) => decodeMulaw(data[at] ?? 0xff);
	throw new Error(`Unsupported WAV format ${code} with ${bitsPerSample} bits per sample`);
}

/** Measures 16-bit PCM, 32-bit float or mu-law audio. */
export function measureLoudness({ format, data }: Wav): Loudness {
	const read = sampleReader(format);
	const width = format.bitsPerSample / 8;
	const count = Math.floor(data.length / width);
	let squares = 0;
	let peak = 0;
	for (let index = 0; index < count; index++) {
		const sample = read(data, index * width);
		squares += sample * sample;
		peak = Math.max(peak, Math.abs(sample));
	}
	return {
		seconds: count / format.channels / format.sampleRate,
		rms: count === 0 ? 0 : Math.sqrt(squares / count),
		peak,
	};
}

/** Whether a listener would hear it: at least a word long, and neither silence nor a click. */
export function isAudible({ seconds, rms, peak }: Loudness): boolean {
	return seconds > 0.5 && rms > 0.005 && peak > 0.05;
}
