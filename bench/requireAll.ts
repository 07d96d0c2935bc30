/** Requires the files on the command line after n8n-workflow, as in a running n8n, and prints the milliseconds. */
import { createRequire } from 'node:module';
import path from 'node:path';

import { insideN8n, shareN8nWorkflow } from '../tools/n8n/runtime.ts';

const root = path.resolve(import.meta.dirname, '..');

shareN8nWorkflow(root);
const load = createRequire(insideN8n(root));
load('n8n-workflow');
const started = performance.now();
for (const file of process.argv.slice(2)) load(file);
process.stdout.write(String(performance.now() - started));
