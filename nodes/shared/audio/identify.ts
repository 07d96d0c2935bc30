import { startsAsMp3 } from './mp3';
import type { Content } from './sniff';
import { sniff } from './sniff';
import { isConstantSignal, looksLikeText } from './textContent';

/**
 * Identifies content where samples without a header are expected, from its bytes alone: a declared type is
 * wrong too often. Samples can start with any bytes, so anything else needs evidence that samples do not give
 * by chance: the identifier of a file, several MP3 frames in a row, or text from end to end.
 *
 * @param head The first bytes, up to `TEXT_SAMPLE_BYTES`.
 */
export function identifyRaw(head: Uint8Array): Content | 'pcm' {
	if (isConstantSignal(head)) return 'pcm';
	const content = sniff(head);
	if (content === 'mp3') return startsAsMp3(head) ? 'mp3' : 'pcm';
	if (content === 'text' || content === 'unknown') return looksLikeText(head) ? 'text' : 'pcm';
	return content;
}
