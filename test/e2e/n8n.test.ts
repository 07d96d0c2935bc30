import { afterAll, beforeAll, jest } from '@jest/globals';

import { startN8nInstance, type N8nInstance } from '../support/n8nInstance';
import { audioLinkTests } from './suites/audioLink';
import { cancellationTests } from './suites/cancellation';
import { credentialTests } from './suites/credentials';
import { cloneExampleTests } from './suites/exampleClone';
import { continueExampleTests } from './suites/exampleContinue';
import { faseehApproveExampleTests } from './suites/exampleFaseehApprove';
import { faseehListTests } from './suites/exampleFaseehLists';
import { faseehSpeakExampleTests } from './suites/exampleFaseehSpeak';
import { exampleFileTests } from './suites/exampleFiles';
import { phoneExampleTests } from './suites/examplePhone';
import { exampleTests } from './suites/examples';
import { statusExampleTests } from './suites/exampleStatus';
import { voiceCallbackExampleTests } from './suites/exampleVoiceCallback';
import { voiceCloneExampleTests } from './suites/exampleVoiceClone';
import { voiceTaskExampleTests } from './suites/exampleVoiceTask';
import { voiceTriggerExampleTests } from './suites/exampleVoiceTrigger';
import { listTests } from './suites/lists';
import { loadingTests } from './suites/loading';
import { triggerTests } from './suites/trigger';
import { triggerFloodTests } from './suites/triggerFlood';
import { triggerForgedTests } from './suites/triggerForged';
import { triggerOnceTests } from './suites/triggerOnce';
import { waitingTests } from './suites/waiting';
import { waitingForgedTests } from './suites/waitingForged';

// One n8n for all suites: it takes ten seconds to start and half a gigabyte to run.
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

loadingTests(n8n);
credentialTests(n8n);
listTests(n8n);
exampleTests(n8n);
audioLinkTests(n8n);
exampleFileTests();
cloneExampleTests(n8n);
statusExampleTests(n8n);
continueExampleTests(n8n);
phoneExampleTests(n8n);
voiceCloneExampleTests(n8n);
voiceTaskExampleTests(n8n);
voiceTriggerExampleTests(n8n);
voiceCallbackExampleTests(n8n);
faseehListTests(n8n);
faseehSpeakExampleTests(n8n);
faseehApproveExampleTests(n8n);
cancellationTests(n8n);
waitingTests(n8n);
waitingForgedTests(n8n);
triggerTests(n8n);
triggerForgedTests(n8n);
triggerOnceTests(n8n);
triggerFloodTests(n8n);
