import type { N8nInstance } from '../../../support/n8nInstance';
import { credentialAndListTests } from './credentialAndLists';
import { approveExampleTests } from './exampleApprove';
import { speakExampleTests } from './exampleSpeak';

export function faseehTests(n8n: () => N8nInstance): void {
	credentialAndListTests(n8n);
	speakExampleTests(n8n);
	approveExampleTests(n8n);
}
