import type { INodeParameters } from 'n8n-workflow';

import { makeAudio, makeAudioFile } from './audio';
import type { N8nCore, NodeRun } from './n8nCore';
import type { Playground, PlaygroundAccount } from './playground';

const WAV = ['-c:a', 'pcm_s16le', '-ar', '16000', '-f', 'wav'];

/** A sample of a tone: what is refused is refused by format, length and size. */
export const wavSample = (seconds: number): Buffer => makeAudioFile(seconds, WAV);
export const mp3Sample = (seconds: number): Buffer =>
	makeAudio(seconds, ['-c:a', 'libmp3lame', '-b:a', '64k', '-f', 'mp3']);
export const m4aSample = (seconds: number): Buffer => makeAudioFile(seconds, ['-c:a', 'aac', '-f', 'ipod']);

const SAMPLE = wavSample(6);

/** A text of exactly so many characters, all of them in the ASCII. */
export function textOf(characters: number): string {
	const line = 'The long story of the voice goes on and on, from page to page. ';
	return `${line.repeat(characters / line.length + 1).slice(0, characters - 2)}s.`;
}

/** An item with a sample in its field `data`. */
export const sampleItem = async (core: N8nCore, bytes = SAMPLE, fileName?: string, mimeType?: string) =>
	await core.itemWith(bytes, fileName, mimeType);

/** What a run of the node needs, for an account of the playground. */
export function cloneRun(
	playground: Playground,
	account: Pick<PlaygroundAccount, 'apiKey'>,
	changes: INodeParameters = {},
): NodeRun {
	return {
		node: 'aiVoiceCloneFree',
		parameters: {
			resource: 'speech',
			operation: 'clone',
			binaryPropertyName: 'data',
			text: 'Hello from the workflow.',
			binaryPropertyOutput: 'data',
			waitMode: 'poll',
			pollInterval: 1,
			maxWait: 60,
			options: {},
			...changes,
		},
		credential: { apiKey: account.apiKey, baseUrl: playground.baseUrl('aivoiceclonefree') },
	};
}
