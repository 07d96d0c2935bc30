import { Mp3Inspector } from '../../../nodes/shared/audio/mp3';
import { parseMp3FrameHeader } from '../../../nodes/shared/audio/mp3Frame';
import { makeAudio, makeAudioFile, pieceOf } from '../../support/audio';

/** Inspects an MP3 file for joining. */
export const mp3Piece = (file: Uint8Array, chunkBytes?: number) =>
	pieceOf(new Mp3Inspector(), file, chunkBytes);

/** Splits consecutive frames without tags, as in a joined file. */
export function framesOf(file: Buffer): Buffer[] {
	const frames: Buffer[] = [];
	for (let at = 0; at < file.length;) {
		const frame = parseMp3FrameHeader(file.subarray(at));
		if (frame === undefined) throw new Error(`No frame at ${at}`);
		frames.push(file.subarray(at, at + frame.bytes));
		at += frame.bytes;
	}
	return frames;
}

export const encode = (text: string, seconds = 1.1) =>
	makeAudioFile(seconds, `-c:a libmp3lame ${text} -f mp3`.split(' '));

/** Creates a file of frames without tags. Its low bit rate makes frames use the bit reservoir. */
export const makePlainMp3 = () =>
	makeAudio(1.1, '-c:a libmp3lame -ar 24000 -b:a 32k -write_xing 0 -id3v2_version 0 -f mp3'.split(' '));
