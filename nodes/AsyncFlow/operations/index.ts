import type { Registry } from '../../shared/operation/registry';
import { synthesize } from './speech/synthesize.operation';

/** All that the node can do; its description and its dispatch derive from this. */
export const operations = {
	speech: { name: 'Speech', operations: { synthesize } },
} as const satisfies Registry;
