import type { PcmEncoding } from './pcm';
import type { AudioKind } from './sniff';

interface MediaType {
	readonly mimeType: string;
	/** Without the dot. */
	readonly extension: string;
}

/**
 * `audio/mpeg`: RFC 3003. `audio/mp4`: RFC 4337. `audio/flac`: RFC 9639. `audio/ogg`: RFC 5334. `audio/aiff`:
 * WHATWG MIME Sniffing, which calls WAV `audio/wave`; `audio/wav` is what everybody else calls it.
 */
export const MEDIA_TYPES = {
	wav: { mimeType: 'audio/wav', extension: 'wav' },
	mp3: { mimeType: 'audio/mpeg', extension: 'mp3' },
	mp4: { mimeType: 'audio/mp4', extension: 'm4a' },
	flac: { mimeType: 'audio/flac', extension: 'flac' },
	aiff: { mimeType: 'audio/aiff', extension: 'aiff' },
	ogg: { mimeType: 'audio/ogg', extension: 'ogg' },
} as const satisfies Record<AudioKind, MediaType>;

/**
 * Audio without a header has few names. `audio/L16` (RFC 2586) is big-endian, so little-endian samples go
 * by the customary `audio/pcm`; mu-law by `audio/ulaw`, which is what telephony services accept.
 */
export const RAW_MEDIA_TYPES: Readonly<Record<PcmEncoding, MediaType>> = {
	pcm_s16le: { mimeType: 'audio/pcm', extension: 'pcm' },
	pcm_f32le: { mimeType: 'audio/pcm', extension: 'pcm' },
	pcm_mulaw: { mimeType: 'audio/ulaw', extension: 'ulaw' },
};

const AUDIO_EXTENSION = /\.(wav|mp3|pcm|raw|ulaw|m4a|mp4|flac|aiff?|aifc|ogg|oga|opus)$/i;

/**
 * A file name with the extension that the bytes call for. An audio extension that is already there is
 * replaced, anything that could be read as a folder is taken out.
 */
export function audioFileName(name: string, extension: string): string {
	// Control characters have no place in a Content-Disposition header, separators none in a name.
	const base = name
		.replace(/[\p{Cc}\\/]+/gu, ' ')
		.trim()
		.replace(AUDIO_EXTENSION, '')
		.replace(/^[.\s]+/, '');
	return `${base === '' ? 'speech' : base}.${extension}`;
}
