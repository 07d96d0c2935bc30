import { sampleFile } from '../audio/files.ts';
import type { N8n, NodeRun } from '../n8n.ts';
import type { Prepare, SpeechWork } from '../work.ts';
import { MODEL_ID, unsuitable, VOICE_ID } from './wire.ts';

const speechNode = ({ format, inFlight }: SpeechWork): NodeRun['node'] => ({
	type: 'n8n-nodes-voice-cloning.asyncFlow',
	typeVersion: 1,
	parameters: {
		resource: 'speech',
		operation: 'synthesize',
		text: '={{ $json.text }}',
		voiceId: { __rl: true, mode: 'id', value: VOICE_ID },
		modelId: MODEL_ID,
		container: format.container,
		encoding: 'pcm_s16le',
		sampleRate: format.sample_rate,
		...(format.bit_rate !== undefined && { bitRate: format.bit_rate }),
		binaryPropertyOutput: 'data',
		options: {
			concurrency: inFlight,
			encoding: 'pcm_s16le',
			sampleRate: format.sample_rate,
			...(format.bit_rate !== undefined && { bitRate: format.bit_rate }),
		},
	},
});

const uploadNode = (inFlight: number): NodeRun['node'] => ({
	type: 'n8n-nodes-voice-cloning.aiVoiceCloneFree',
	typeVersion: 1,
	parameters: {
		resource: 'speech',
		operation: 'clone',
		binaryPropertyName: 'sample',
		text: '={{ $json.text }}',
		binaryPropertyOutput: 'data',
		options: { concurrency: inFlight },
	},
});

/** The built nodes of this package. */
export function loadOurs(n8n: N8n, folder: string): Prepare {
	return async (work, target) => {
		switch (work.kind) {
			case 'speech': {
				const credential = { type: 'asyncFlowApi', data: { ...target } };
				const { texts, separateExecutions } = work;
				return () => n8n.run({ texts, separateExecutions, credential, node: speechNode(work) });
			}
			case 'upload': {
				const credential = { type: 'aiVoiceCloneFreeApi', data: { ...target } };
				const sample = await n8n.store(await sampleFile(folder, work.sampleBytes));
				return () => n8n.run({ texts: work.texts, sample, credential, node: uploadNode(work.inFlight) });
			}
			default:
				throw unsuitable('our node', work);
		}
	};
}
