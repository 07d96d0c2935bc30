import { optionsCollection, SPEECH_OPTIONS } from '../../../shared/operation/options';
import type { Operation } from '../../../shared/operation/registry';
import { synthesizeOverSocket } from '../../websocket/socketPool';
import { languageOption, speechFields } from './fields';
import { synthesizeItem } from './speak';

const support = { streaming: true };

export const synthesizeWebSocket: Operation = {
	name: 'Synthesize WebSocket',
	action: 'Synthesize speech over websocket',
	description: 'Speak many texts over one connection, which saves time with short ones',
	// The connection knows nothing of speed, stability and normalization.
	properties: [...speechFields(support), optionsCollection([languageOption], SPEECH_OPTIONS)],

	async execute(item) {
		return [await synthesizeItem(item, support, synthesizeOverSocket)];
	},
};
