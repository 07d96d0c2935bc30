/** What the ear would find out about a WAV file: how long it is and how loud. */
export interface Loudness {
	seconds: number;
	/** Root of the mean square, 0 to 1. */
	rms: number;
	/** Largest sample, 0 to 1. */
	peak: number;
}

interface WavFormat {
	code: number;
	channels: number;
	sampleRate: number;
	bits: number;
}

const PCM = 1;
const FLOAT = 3;
const MULAW = 7;

function* chunks(file: Buffer): Generator<[name: string, body: Buffer]> {
	if (file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE') {
		throw new Error('not a WAV file');
	}
	for (let at = 12; at + 8 <= file.length;) {
		const size = file.readUInt32LE(at + 4);
		yield [file.toString('latin1', at, at + 4), file.subarray(at + 8, at + 8 + size)];
		at += 8 + size + (size % 2);
	}
}

function decodeMulaw(code: number): number {
	const inverted = ~code & 0xff;
	const magnitude = (((inverted & 0x0f) << 3) + 0x84) << ((inverted & 0x70) >> 4);
	return ((inverted & 0x80) === 0 ? magnitude - 0x84 : 0x84 - magnitude) / 0x8000;
}

function sampleReader({ code, bits }: WavFormat): (data: Buffer, at: number) => number {
	if (code === PCM && bits === 16) return (data, at) => data.readInt16LE(at) / 0x8000;
	if (code === FLOAT && bits === 32) return (data, at) => data.readFloatLE(at);
	if (code === MULAW && bits === 8) return (data, at) => decodeMulaw(data[at] ?? 0xff);
	throw new Error(`WAV format ${code} with ${bits} bits is not known here`);
}

/** Decodes a WAV file (16-bit PCM, 32-bit float or mu-law) and measures it. */
export function measureWav(file: Buffer): Loudness {
	const found = new Map(chunks(file));
	const header = found.get('fmt ');
	const data = found.get('data');
	if (header === undefined || data === undefined) throw new Error('a WAV file without format or data');
	const format: WavFormat = {
		code: header.readUInt16LE(0),
		channels: header.readUInt16LE(2),
		sampleRate: header.readUInt32LE(4),
		bits: header.readUInt16LE(14),
	};
	const read = sampleReader(format);
	const width = format.bits / 8;
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

/** Whether somebody would hear it: long enough for a word, and neither silence nor a click. */
export function isAudible({ seconds, rms, peak }: Loudness): boolean {
	return seconds > 0.5 && rms > 0.005 && peak > 0.05;
}
