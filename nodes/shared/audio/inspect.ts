import { AiffInspector } from './aiff';
import { FlacInspector } from './flac';
import type { AudioLayout } from './join';
import { Mp3Inspector } from './mp3';
import { Mp4Inspector } from './mp4';
import type { AudioKind, Content } from './sniff';
import type { AudioInspector } from './types';
import { WavInspector } from './wav';

/** An inspector of a kind that can be joined. `PcmInspector` is another; it has to be told the format. */
export interface JoinableInspector extends AudioInspector {
	/**
	 * What `joinAudio` needs to know. Call after the last `push`.
	 *
	 * @throws {AudioError} as `end`.
	 */
	layout(): AudioLayout;
	/**
	 * As `layout`, for a file that is cut short: the frames or samples that are whole. `undefined` when there
	 * are none. Call after the last `push`.
	 */
	intact(): AudioLayout | undefined;
}

/** A fresh inspector for a file of the kind that `sniff` saw. Ogg is recognised but not measured. */
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
