import type { INodeExecutionData } from 'n8n-workflow';

import type { StoredAudio } from '../../../shared/binary/storedAudio';
import type { AudioSource } from '../../../shared/http/body';
import type { Call } from '../../../shared/http/types';
import type { ItemCall } from '../../../shared/operation/registry';
import { synthesizeText } from '../../../shared/speech/synthesizeText';
import type { SpeechRequest } from '../../api';
import type { Speech } from './fields';

/** One of the provider's ways to synthesize: sends a request and hands over the audio of its response. */
type Synthesize = (
	call: Call,
	request: SpeechRequest,
	store: (source: AudioSource) => Promise<StoredAudio>,
) => Promise<StoredAudio>;

/** Synthesizes the text of one item, in as many requests as needed. */
export async function synthesizeItem(
	item: ItemCall,
	{ plan, request }: Speech,
	synthesize: Synthesize,
): Promise<INodeExecutionData[]> {
	const speech = await synthesizeText(item, plan, async (call, transcript, store) => ({
		stored: await synthesize(call, { ...request, transcript }, store),
	}));
	return [speech.item];
}
