/** Requires the files it is given, with n8n-workflow loaded before as in a running n8n; prints the milliseconds. */
import { createRequire, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

import { INSIDE_N8N } from './runtime.ts';

registerHooks({
	resolve: (specifier, context, next) =>
		next(
			specifier,
			specifier === 'n8n-workflow' ? { ...context, parentURL: pathToFileURL(INSIDE_N8N).href } : context,
		),
});
const load = createRequire(INSIDE_N8N);
load('n8n-workflow');
const started = performance.now();
for (const file of process.argv.slice(2)) load(file);
process.stdout.write(String(performance.now() - started));
