import { afterAll, beforeAll, jest } from '@jest/globals';

import { startN8nInstance, type N8nInstance } from '../support/n8nInstance';
import { aiVoiceCloneFreeTests } from './suites/aiVoiceCloneFree';
import { asyncFlowTests } from './suites/asyncFlow';
import { faseehTests } from './suites/faseeh';
import { sharedTests } from './suites/shared';

// One n8n for all suites: it takes ten seconds to start and half a gigabyte of memory.
jest.setTimeout(60_000);

let instance: N8nInstance | undefined;

beforeAll(async () => {
	instance = await startN8nInstance();
}, 180_000);

afterAll(async () => {
	await instance?.stop();
}, 60_000);

function n8n(): N8nInstance {
	if (instance === undefined) throw new Error('n8n is not running');
	return instance;
}

sharedTests(n8n);
asyncFlowTests(n8n);
faseehTests(n8n);
aiVoiceCloneFreeTests(n8n);
