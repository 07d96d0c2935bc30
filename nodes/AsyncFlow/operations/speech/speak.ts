import type { INodeExecutionData } from 'n8n-workflow';

import type { StoredAudio } from '../../../shared/binary/storeAudio';
import type { AudioSource } from '../../../shared/http/body';
import type { Call } from '../../../shared/http/types';
import type { ItemCall } from '../../../shared/operation/registry';
import { synthesizeText } from '../../../shared/speech/synthesizeText';
import type { SpeechRequest } from '../../api';
import { readSpeech } from './fields';

/** One of the provider's ways to synthesize: sends a request and hands over the audio that comes back. */
type Synthesize = (
	call: Call,
	request: SpeechRequest,
	readBody: (source: AudioSource) => Promise<StoredAudio>,
) => Promise<StoredAudio>;

/** Synthesizes the text of one item, in as many requests as it takes. */
export async function synthesizeItem(
	item: ItemCall,
	support: { streaming: boolean },
	synthesize: Synthesize,
): Promise<INodeExecutionData> {
	const { plan, request } = readSpeech(item, support);
	const speech = await synthesizeText(item, plan, async (call, transcript, store) => ({
		stored: await synthesize(call, { ...request, transcript }, store),
	}));
	return speech.item;
}
