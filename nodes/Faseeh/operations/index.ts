import type { Registry } from '../../shared/operation/registry';
import { getMany as getManyModels } from './model/getMany.operation';
import { synthesize } from './speech/synthesize.operation';
import { synthesizeStream } from './speech/synthesizeStream.operation';
import { clone } from './voice/clone.operation';
import { createFromSample } from './voice/createFromSample.operation';
import { getMany as getManyVoices } from './voice/getMany.operation';
import { preview } from './voice/preview.operation';

/** All that the node can do; its description and its dispatch derive from this. */
export const operations = {
	speech: { name: 'Speech', operations: { synthesize, synthesizeStream } },
	voice: { name: 'Voice', operations: { createFromSample, preview, clone, getMany: getManyVoices } },
	model: { name: 'Model', operations: { getMany: getManyModels } },
} as const satisfies Registry;
