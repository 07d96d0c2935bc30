import type { INodeParameters } from 'n8n-workflow';

import { makeAudio } from './audio';
import type { N8nCore, NodeRun } from './n8nCore';
import type { Playground, PlaygroundAccount } from './playground';

/** A voice of the provider's own examples; the playground has it too. */
export const VOICE_ID = 'ar-najdi-male-2';
export const MODEL_ID = 'faseeh-mini-v1-preview';
/** With diacritics. */
export const TEXT = 'السَّلامُ عَلَيْكُمْ وَرَحْمَةُ اللهِ';
/** How ffmpeg reads what the provider streams. */
export const PCM = ['-f', 's16le', '-ar', '24000', '-ac', '1'];

/** A hum of this pitch, in hertz, as the playground takes it for a voice. */
export const hum = (hertz = 120, options = ['-c:a', 'pcm_s16le', '-f', 'wav']): Buffer =>
	makeAudio(4, ['-af', `aeval=0.4*sin(2*PI*${hertz}*t)+0.2*sin(4*PI*${hertz}*t)`, ...options]);

const SAMPLE = hum();

/** A resource locator with its entry chosen by ID. */
export const byId = (value: string): INodeParameters => ({ __rl: true, mode: 'id', value });

/** An item with a sample in its field `data`. */
export const sampleItem = async (core: N8nCore, bytes = SAMPLE, fileName?: string, mimeType?: string) =>
	await core.itemWith(bytes, fileName, mimeType);

/** Parameters of every operation as the editor would store them; `speech: synthesize` unless changed. */
export function faseehRun(
	playground: Playground,
	account: Pick<PlaygroundAccount, 'apiKey'>,
	changes: INodeParameters = {},
): NodeRun {
	return {
		node: 'faseeh',
		parameters: {
			resource: 'speech',
			operation: 'synthesize',
			text: TEXT,
			voiceId: byId(VOICE_ID),
			modelId: byId(MODEL_ID),
			stability: 0.5,
			similarity: 0.75,
			name: 'Narrator',
			container: 'wav',
			binaryPropertyName: 'data',
			voiceBinaryPropertyName: 'preview',
			referenceBinaryPropertyName: 'data',
			binaryPropertyOutput: 'data',
			additionalFields: {},
			options: {},
			...changes,
		},
		credential: { apiKey: account.apiKey, baseUrl: playground.baseUrl('faseeh') },
	};
}
