import type { PcmEncoding } from './pcm';
import type { AudioKind } from './sniff';

interface MediaType {
	readonly mimeType: string;
	/** Without the dot. */
	readonly extension: string;
}

/**
 * `audio/mpeg`: RFC 3003. `audio/mp4`: RFC 4337. `audio/flac`: RFC 9639. `audio/ogg`: RFC 5334. `audio/aiff`:
 * WHATWG MIME Sniffing. That standard calls WAV `audio/wave`, but `audio/wav` is the common name.
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
 * `audio/L16` (RFC 2586) is big-endian, so little-endian samples use the customary `audio/pcm`. Mu-law uses
 * `audio/ulaw`, which telephony services accept.
 */
export const RAW_MEDIA_TYPES: Readonly<Record<PcmEncoding, MediaType>> = {
	pcm_s16le: { mimeType: 'audio/pcm', extension: 'pcm' },
	pcm_f32le: { mimeType: 'audio/pcm', extension: 'pcm' },
	pcm_mulaw: { mimeType: 'audio/ulaw', extension: 'ulaw' },
};

const AUDIO_EXTENSION = /\.(wav|mp3|pcm|raw|ulaw|m4a|mp4|flac|aiff?|aifc|ogg|oga|opus)$/i;

/**
 * Returns a safe file name with the given extension. Replaces an audio extension and removes path separators.
 *
 * @param extension Without the dot.
 */
export function audioFileName(name: string, extension: string): string {
	// Control characters are invalid in a Content-Disposition header.
	const base = name
		.replace(/[\p{Cc}\\/]+/gu, ' ')
		.trim()
		.replace(AUDIO_EXTENSION, '')
		.replace(/^[.\s]+/, '');
	return `${base === '' ? 'speech' : base}.${extension}`;
}
