import type { INodeExecutionData } from 'n8n-workflow';

import type { AudioSource } from '../../../shared/http/body';
import type { Call } from '../../../shared/http/types';
import { speakLongText } from '../../../shared/items/longText';
import { storeAudio } from '../../../shared/items/storeAudio';
import type { StoredAudio } from '../../../shared/items/storeAudio';
import { audioItem } from '../../../shared/operation/output';
import type { ItemCall } from '../../../shared/operation/registry';
import type { SpeechRequest } from '../../api';
import { readSpeech } from './fields';

/** One of the provider's ways to speak: sends a request and hands over the audio that comes back. */
type Speak = (
	call: Call,
	request: SpeechRequest,
	consume: (source: AudioSource) => Promise<StoredAudio>,
) => Promise<StoredAudio>;

/** Speaks the text of one item, in as many requests as it takes. */
export async function speak(
	call: ItemCall,
	operation: string,
	support: { streaming: boolean },
	request: Speak,
): Promise<INodeExecutionData> {
	const speech = readSpeech(call, support);
	const { stored } = await speakLongText(call.context, speech.longText, async (transcript) => ({
		stored: await request(
			call,
			{ ...speech.request, transcript },
			async (source) => await storeAudio(call.context, call, source, speech.wanted),
		),
	}));
	return audioItem(call, operation, speech.binaryProperty, stored, {
		voiceId: speech.request.voice.id,
		modelId: speech.request.model_id,
		text: speech.request.transcript,
	});
}
