import type { Registry } from '../../shared/operation/registry';
import { getStatus } from './service/getStatus.operation';
import { synthesize } from './speech/synthesize.operation';
import { synthesizeStream } from './speech/synthesizeStream.operation';
import { synthesizeWebSocket } from './speech/synthesizeWebSocket.operation';
import { synthesizeWithTimestamps } from './speech/synthesizeWithTimestamps.operation';
import { clone } from './voice/clone.operation';
import { remove } from './voice/delete.operation';
import { get } from './voice/get.operation';
import { getMany } from './voice/getMany.operation';
import { getPreview } from './voice/getPreview.operation';
import { update } from './voice/update.operation';

/** All that the node can do; its description and its dispatch derive from this. */
export const operations = {
	speech: {
		name: 'Speech',
		operations: { synthesize, synthesizeStream, synthesizeWebSocket, synthesizeWithTimestamps },
	},
	voice: { name: 'Voice', operations: { clone, get, getMany, update, delete: remove, getPreview } },
	service: { name: 'Service', operations: { getStatus } },
} as const satisfies Registry;
