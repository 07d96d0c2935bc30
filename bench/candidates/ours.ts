import type { N8n } from '../n8n/engine.ts';
import type { Speak } from '../work.ts';
import { MODEL_ID, VOICE_ID } from './wire.ts';

/** The AsyncFlow node of this package, as it is built. */
export function loadOurs(n8n: N8n): Speak {
	return async ({ texts, format, atOnce }, target) =>
		await n8n.run({
			texts,
			credential: { type: 'asyncFlowApi', data: { ...target } },
			node: {
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
					options: { concurrency: atOnce },
				},
			},
		});
}
