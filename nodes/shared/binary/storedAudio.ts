import type { IBinaryData } from 'n8n-workflow';

import type { AudioLayout } from '../audio/joinSegments';
import type { AudioInfo } from '../audio/types';

export interface AudioName {
	readonly mimeType: string;
	readonly fileName: string;
}

/** Audio in n8n's binary store. */
export interface StoredAudio {
	readonly binary: IBinaryData;
	/** For the JSON of an item; `durationSeconds` is rounded to milliseconds. */
	readonly audio: AudioInfo & AudioName;
	/** Not rounded, so that durations can be added up. */
	readonly durationSeconds: number;
	/** Allows WAV, MP3 and raw audio to be joined. */
	readonly layout?: AudioLayout;
}

export function storedAudio(
	binary: IBinaryData,
	{ mimeType, fileName }: AudioName,
	info: AudioInfo,
	layout: AudioLayout | undefined,
): StoredAudio {
	const durationSeconds = Math.round(info.durationSeconds * 1000) / 1000;
	return {
		binary,
		audio: { mimeType, fileName, ...info, durationSeconds },
		durationSeconds: info.durationSeconds,
		...(layout !== undefined && { layout }),
	};
}
