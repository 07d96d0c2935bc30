import type { IBinaryData } from 'n8n-workflow';

import type { BinaryContext } from './stored';

/**
 * A signed link to a file in n8n's binary store, valid for a day.
 *
 * @returns `undefined` where n8n keeps binary data in memory, which nothing can link to.
 */
export function audioLink({ helpers }: BinaryContext, binary: IBinaryData): string | undefined {
	return binary.id === undefined ? undefined : helpers.createBinarySignedUrl(binary);
}
