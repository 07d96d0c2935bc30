import type { IBinaryData } from 'n8n-workflow';

import type { AudioLayout } from '../audio/joinSegments';
import type { AudioInfo } from '../audio/types';

/** How a file of audio is called. */
export interface AudioName {
	readonly mimeType: string;
	readonly fileName: string;
}

/** Audio in n8n's binary store. */
export interface StoredAudio {
	readonly binary: IBinaryData;
	/** For the JSON of an item; `durationSeconds` is rounded to milliseconds. */
	readonly audio: AudioInfo & AudioName;
	/** Length in seconds, exact, for times that are added up. */
	readonly durationSeconds: number;
	/** What is needed to join it with others; of WAV, MP3 and raw audio. */
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
