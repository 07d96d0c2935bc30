import { getBinaryHelperFunctions } from 'n8n-core';
import type { IWorkflowExecuteAdditionalData } from 'n8n-workflow';
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';

import { asyncFlow } from '../../nodes/AsyncFlow/provider';
import type { BinaryContext } from '../../nodes/shared/binary/stored';
import type { AudioSource } from '../../nodes/shared/http/body';
import type { Call } from '../../nodes/shared/http/types';

/** The binary store of an execution. `N8nCore.useBinaryMode` decides where it stores data. */
export function binaryContext(): BinaryContext {
	const additionalData = {
		executionId: randomUUID(),
		restApiUrl: 'http://127.0.0.1/rest',
	} as IWorkflowExecuteAdditionalData;
	return { helpers: getBinaryHelperFunctions(additionalData, '1') };
}

/** The parts of a call that an error needs. */
export const CALL = {
	connection: { provider: asyncFlow, baseUrl: 'http://127.0.0.1', secrets: [] },
	limits: { timeoutMs: 1000, maxRetries: 0 },
	usage: { requests: 1, retries: 0 },
} as unknown as Call;

/** A body that arrives in chunks of this size, then ends or fails. */
export function bodyOf(
	bytes: Uint8Array,
	{
		chunkBytes = 16_384,
		contentType = 'application/octet-stream',
		failure = undefined as Error | undefined,
	} = {},
): AudioSource {
	const chunks = async function* () {
		for (let at = 0; at < bytes.length; at += chunkBytes) {
			yield await Promise.resolve(bytes.subarray(at, at + chunkBytes));
		}
		if (failure !== undefined) throw failure;
	};
	return { chunks: chunks(), status: 200, contentType, streamTemplate: Readable.from([]) };
}
