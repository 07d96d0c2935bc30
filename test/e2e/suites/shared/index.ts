import type { N8nInstance } from '../../../support/n8nInstance';
import { exampleFileTests } from './exampleFiles';
import { loadingTests } from './loading';

export function sharedTests(n8n: () => N8nInstance): void {
	loadingTests(n8n);
	exampleFileTests();
}
