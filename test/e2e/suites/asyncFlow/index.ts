import type { N8nInstance } from '../../../support/n8nInstance';
import { audioLinkTests } from './audioLink';
import { cancellationTests } from './cancellation';
import { credentialTests } from './credential';
import { cloneExampleTests } from './exampleClone';
import { continueExampleTests } from './exampleContinue';
import { phoneExampleTests } from './examplePhone';
import { speakExampleTests } from './exampleSpeak';
import { statusExampleTests } from './exampleStatus';
import { voiceListTests } from './voiceList';

export function asyncFlowTests(n8n: () => N8nInstance): void {
	credentialTests(n8n);
	voiceListTests(n8n);
	speakExampleTests(n8n);
	audioLinkTests(n8n);
	cloneExampleTests(n8n);
	statusExampleTests(n8n);
	continueExampleTests(n8n);
	phoneExampleTests(n8n);
	cancellationTests(n8n);
}
