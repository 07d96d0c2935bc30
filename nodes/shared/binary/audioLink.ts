import type { IBinaryData } from 'n8n-workflow';

import type { BinaryContext } from './stored';

/**
 * Creates a signed link to a stored file, valid for one day.
 *
 * @returns `undefined` if n8n keeps binary data in memory.
 */
export function audioLink({ helpers }: BinaryContext, binary: IBinaryData): string | undefined {
	return binary.id === undefined ? undefined : helpers.createBinarySignedUrl(binary);
}
