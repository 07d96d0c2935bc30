import { startsAsMp3 } from './mp3';
import type { Content } from './sniff';
import { sniff } from './sniff';
import { isConstantSignal, looksLikeText } from './textContent';

/**
 * Identifies a response to a request for raw audio by its bytes, since declared content types are often wrong.
 * Samples can start with any bytes, so other content needs evidence that samples do not produce by chance: a
 * file identifier, several consecutive MP3 frames, or nothing but text.
 *
 * @param head The first bytes, at most `TEXT_SAMPLE_BYTES`.
 */
export function identifyRaw(head: Uint8Array): Content | 'pcm' {
	if (isConstantSignal(head)) return 'pcm';
	const content = sniff(head);
	if (content === 'mp3') return startsAsMp3(head) ? 'mp3' : 'pcm';
	if (content === 'text' || content === 'unknown') return looksLikeText(head) ? 'text' : 'pcm';
	return content;
}
