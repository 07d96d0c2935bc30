import { parseMp3FrameHeader } from './mp3Frame';
import { ascii } from './scanner';

/** Audio files that are recognised. `mp4`: MP4, M4A, QuickTime, with or without sound in it. */
export type AudioKind = 'wav' | 'mp3' | 'mp4' | 'flac' | 'aiff' | 'ogg';

/** What a body is by its first bytes. `text`: JSON, HTML or other text, no audio. */
export type Content = AudioKind | 'text' | 'unknown';

/** As many bytes as `sniff` looks at. */
export const SNIFF_BYTES = 12;

const WAV_IDS = ['RIFF', 'RF64', 'BW64'];
const AIFF_TYPES = ['AIFF', 'AIFC'];

/** UTF-8 byte order mark, as Latin-1 shows it. */
const TEXT = /^(?:\u00ef\u00bb\u00bf)?\s*[{[<"]/;

/** Tells what kind of content begins with these bytes, whatever a header or a file name says. */
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
