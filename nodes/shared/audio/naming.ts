import type { PcmEncoding } from './pcm';

interface MediaType {
	readonly mimeType: string;
	/** Without the dot. */
	readonly extension: string;
}

/** `audio/mpeg`: RFC 3003. `audio/wav` is what the WHATWG MIME Sniffing standard calls `audio/wave`. */
export const MEDIA_TYPES = {
	wav: { mimeType: 'audio/wav', extension: 'wav' },
	mp3: { mimeType: 'audio/mpeg', extension: 'mp3' },
} as const satisfies Record<string, MediaType>;

/**
 * Audio without a header has few names. `audio/L16` (RFC 2586) is big-endian, so little-endian samples go
 * by the customary `audio/pcm`; mu-law by `audio/ulaw`, which is what telephony services accept.
 */
export const RAW_MEDIA_TYPES: Readonly<Record<PcmEncoding, MediaType>> = {
	pcm_s16le: { mimeType: 'audio/pcm', extension: 'pcm' },
	pcm_f32le: { mimeType: 'audio/pcm', extension: 'pcm' },
	pcm_mulaw: { mimeType: 'audio/ulaw', extension: 'ulaw' },
};

const AUDIO_EXTENSION = /\.(wav|mp3|pcm|raw|ulaw|m4a|mp4|flac|ogg)$/i;

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
