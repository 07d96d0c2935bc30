import { parseMp3FrameHeader } from './mp3';
import { ascii } from './scanner';

/** What a body is by its first bytes. `text`: JSON, HTML or other text, no audio. */
export type Content = 'wav' | 'mp3' | 'text' | 'unknown';

/** As many bytes as `sniff` looks at. */
export const SNIFF_BYTES = 12;

/** Tells what kind of content begins with these bytes, whatever a header or a file name says. */
export function sniff(head: Uint8Array): Content {
	if (ascii(head, 0, 4) === 'RIFF' && ascii(head, 8, 4) === 'WAVE') return 'wav';
	if (ascii(head, 0, 3) === 'ID3' || parseMp3FrameHeader(head) !== undefined) return 'mp3';
	if (/^\s*[{[<"]/.test(ascii(head, 0, SNIFF_BYTES))) return 'text';
	return 'unknown';
}
