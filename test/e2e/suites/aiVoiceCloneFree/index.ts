import type { N8nInstance } from '../../../support/n8nInstance';
import { createAndWaitTests } from './createAndWait';
import { createAndWaitForgedTests } from './createAndWaitForged';
import { longTextExampleTests } from './exampleLongText';
import { longTextCallbackExampleTests } from './exampleLongTextCallback';
import { longTextTriggerExampleTests } from './exampleLongTextTrigger';
import { speakExampleTests } from './exampleSpeak';
import { triggerTests } from './trigger';
import { triggerFloodTests } from './triggerFlood';
import { triggerForgedTests } from './triggerForged';
import { triggerOnceTests } from './triggerOnce';

export function aiVoiceCloneFreeTests(n8n: () => N8nInstance): void {
	speakExampleTests(n8n);
	longTextExampleTests(n8n);
	longTextTriggerExampleTests(n8n);
	longTextCallbackExampleTests(n8n);
	createAndWaitTests(n8n);
	createAndWaitForgedTests(n8n);
	triggerTests(n8n);
	triggerForgedTests(n8n);
	triggerOnceTests(n8n);
	triggerFloodTests(n8n);
}
