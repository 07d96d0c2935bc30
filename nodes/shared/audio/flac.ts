import { ByteReader } from './byteReader';
import { ascii, ByteScanner } from './scanner';
import type { AudioInfo, AudioInspector } from './types';
import { AudioError } from './types';

const MARKER_BYTES = 4;
const BLOCK_HEADER_BYTES = 4;
const STREAMINFO_BYTES = 34;
const STREAMINFO = 0;
/** Header of 6 bytes, one subframe of 2, checksum of 2 (RFC 9639, section 9). */
const MIN_FRAME_BYTES = 10;

interface StreamInfo {
	/** Maximum per frame and channel. */
	readonly blockSamples: number;
	/** Minimum per frame; 0 if unknown. */
	readonly frameBytes: number;
	readonly sampleRate: number;
	readonly channels: number;
	/** Per channel; 0 if unknown. */
	readonly samples: number;
}

/**
 * Inspects the metadata of FLAC (RFC 9639, section 8): the STREAMINFO block. Frames are not decoded, so a truncated
 * file is detected only if it is shorter than its frames can be.
 */
export class FlacInspector extends ByteScanner implements AudioInspector {
	private state: 'marker' | 'first' | 'block' | 'audio' = 'marker';
	private info: StreamInfo | undefined;
	private audioBytes = 0;

	protected minBytes(): number {
		if (this.state === 'audio') return 1;
		return this.state === 'first' ? BLOCK_HEADER_BYTES + STREAMINFO_BYTES : BLOCK_HEADER_BYTES;
	}

	protected step(chunk: Uint8Array, at: number): number {
		const bytes = chunk.subarray(at);
		if (this.state === 'audio') {
			this.audioBytes += bytes.length;
			return bytes.length;
		}
		if (this.state === 'marker') {
			if (ascii(bytes, 0, MARKER_BYTES) !== 'fLaC') throw notFlac();
			this.state = 'first';
			return MARKER_BYTES;
		}
		const fields = new ByteReader(bytes, 'FLAC');
		const header = fields.u8();
		const length = fields.u8() * 0x1_0000 + fields.u16();
		if (this.state === 'first') {
			if ((header & 0x7f) !== STREAMINFO || length < STREAMINFO_BYTES) throw notFlac();
			this.info = readStreamInfo(fields);
		}
		this.state = (header & 0x80) !== 0 ? 'audio' : 'block';
		return BLOCK_HEADER_BYTES + length;
	}

	end(): AudioInfo {
		this.check();
		const { info, total: bytes, state } = this;
		if (bytes < MARKER_BYTES) throw notFlac();
		if (info === undefined || state !== 'audio' || this.missing > 0) {
			throw new AudioError('The FLAC file ends before its audio begins', 'truncated');
		}
		const { sampleRate, channels, samples, blockSamples } = info;
		if (sampleRate === 0 || blockSamples === 0) {
			throw new AudioError('The FLAC header is invalid', 'invalid');
		}
		if (this.audioBytes === 0) {
			throw samples === 0
				? new AudioError('The FLAC file contains no audio', 'empty')
				: new AudioError('The FLAC file ends before its audio begins', 'truncated');
		}
		if (samples === 0) throw new AudioError('The FLAC file does not state its length', 'unknownLength');
		const minBytes = Math.floor(samples / blockSamples) * Math.max(info.frameBytes, MIN_FRAME_BYTES);
		if (this.audioBytes < minBytes) throw new AudioError('The FLAC file is cut short', 'truncated');
		const durationSeconds = samples / sampleRate;
		const bitRate = Math.ceil((this.audioBytes * 8) / durationSeconds);
		return { bytes, durationSeconds, sampleRate, channels, bitRate };
	}
}

/** Block and frame sizes, then sample rate (20 bits), channels (3), bit depth (5), samples (36) (section 8.2). */
function readStreamInfo(fields: ByteReader): StreamInfo {
	const blockSamples = fields.skip(2).u16();
	const frameBytes = fields.u8() * 0x1_0000 + fields.u16();
	const high = fields.skip(3).u32();
	const low = fields.u32();
	return {
		blockSamples,
		frameBytes,
		sampleRate: high >>> 12,
		channels: ((high >>> 9) & 7) + 1,
		samples: (high & 0xf) * 2 ** 32 + low,
	};
}

const notFlac = () => new AudioError('This is not a FLAC file', 'invalid');
