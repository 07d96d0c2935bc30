import type * as Di from '@n8n/di';
import type * as Core from 'n8n-core';
import type * as N8nWorkflow from 'n8n-workflow';
import { createRequire, registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export const ROOT = path.resolve(import.meta.dirname, '..', '..');

/** Nothing is there; whatever is required "from" it is that of the pinned n8n. */
export const INSIDE_N8N = path.join(ROOT, '.cache', 'n8n', 'node_modules', 'bench.js');

/** Loads n8n's own modules, with `userFolder` for what n8n keeps in files. */
export function loadRuntime(userFolder: string) {
	// n8n-core reads these when it is loaded.
	Object.assign(process.env, {
		N8N_USER_FOLDER: userFolder,
		N8N_ENCRYPTION_KEY: 'only-for-measuring',
		N8N_LOG_LEVEL: 'silent',
		N8N_DIAGNOSTICS_ENABLED: 'false',
	});
	// A node and n8n must see one copy of n8n-workflow, as they do where a node is installed.
	registerHooks({
		resolve: (specifier, context, next) =>
			next(
				specifier,
				specifier === 'n8n-workflow' ? { ...context, parentURL: pathToFileURL(INSIDE_N8N).href } : context,
			),
	});
	const load = createRequire(INSIDE_N8N);
	load('reflect-metadata');
	return {
		...(load('n8n-core') as typeof Core),
		...(load('@n8n/di') as typeof Di),
		...(load('n8n-workflow') as typeof N8nWorkflow),
		/** By its path below n8n's node_modules. */
		load,
	};
}

export type Runtime = ReturnType<typeof loadRuntime>;
