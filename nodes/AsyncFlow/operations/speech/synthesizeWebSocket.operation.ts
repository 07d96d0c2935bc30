import { defineOperation } from '../../../shared/operation/registry';
import { synthesizeOverSocket } from '../../websocket/socketPool';
import { speechOf, webSocketFields } from './fields';
import { synthesizeItem } from './synthesizeItem';

export const synthesizeWebSocket = defineOperation({
	name: 'Synthesize WebSocket',
	action: 'Synthesize speech over websocket',
	description: 'Convert many texts to speech over one connection, which is faster for short texts',
	fields: webSocketFields,

	async execute(item, values) {
		return await synthesizeItem(item, speechOf(values, { streaming: true }), synthesizeOverSocket);
	},
});
