import { parseMp3FrameHeader } from './mp3Frame';
import { ascii } from './scanner';

/** Audio formats that `sniff` detects. `mp4`: MP4, M4A and QuickTime, with or without an audio track. */
export type AudioKind = 'wav' | 'mp3' | 'mp4' | 'flac' | 'aiff' | 'ogg';

/** `text`: JSON, HTML or other text. */
export type Content = AudioKind | 'text' | 'unknown';

/** Number of bytes that `sniff` reads. */
export const SNIFF_BYTES = 12;

const WAV_IDS = ['RIFF', 'RF64', 'BW64'];
const AIFF_TYPES = ['AIFF', 'AIFC'];

/** May start with a UTF-8 byte order mark, here decoded as Latin-1. */
const TEXT = /^(?:\u00ef\u00bb\u00bf)?\s*[{[<"]/;

/** Detects the format from the first bytes. */
export function sniff(head: Uint8Array): Content {
	const id = ascii(head, 0, 4);
	const type = ascii(head, 8, 4);
	if (WAV_IDS.includes(id) && type === 'WAVE') return 'wav';
	if (id === 'FORM' && AIFF_TYPES.includes(type)) return 'aiff';
	if (id === 'fLaC') return 'flac';
	if (id === 'OggS') return 'ogg';
	if (ascii(head, 4, 4) === 'ftyp') return 'mp4';
	if (id.startsWith('ID3') || parseMp3FrameHeader(head) !== undefined) return 'mp3';
	if (TEXT.test(ascii(head, 0, SNIFF_BYTES))) return 'text';
	return 'unknown';
}
