import { AiffInspector } from './aiff';
import { FlacInspector } from './flac';
import type { AudioLayout } from './joinSegments';
import { Mp3Inspector } from './mp3';
import { Mp4Inspector } from './mp4';
import type { AudioKind, Content } from './sniff';
import type { AudioInspector } from './types';
import { WavInspector } from './wav';

/** An inspector of a format that can be joined. `PcmInspector` is one too, but needs to know the format. */
export interface JoinableInspector extends AudioInspector {
	/**
	 * Returns what `joinAudio` needs. Call after the last `push`.
	 *
	 * @throws {AudioError} like `end`.
	 */
	layout(): AudioLayout;
	/**
	 * Returns the layout of the complete frames or samples of a truncated file, `undefined` if it has none.
	 * Call after the last `push`.
	 */
	intact(): AudioLayout | undefined;
}

/** Creates an inspector for what `sniff` detected. Ogg is detected but not inspected. */
export function inspectorFor(content: 'wav' | 'mp3'): JoinableInspector;
export function inspectorFor(content: Exclude<AudioKind, 'ogg'>): AudioInspector;
export function inspectorFor(content: Content): AudioInspector | undefined;
export function inspectorFor(content: Content): AudioInspector | undefined {
	switch (content) {
		case 'wav':
			return new WavInspector();
		case 'mp3':
			return new Mp3Inspector();
		case 'mp4':
			return new Mp4Inspector();
		case 'flac':
			return new FlacInspector();
		case 'aiff':
			return new AiffInspector();
		case 'ogg':
		case 'text':
		case 'unknown':
			return undefined;
	}
}
