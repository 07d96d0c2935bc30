import type * as Di from '@n8n/di';
import type * as Core from 'n8n-core';
import type * as N8nWorkflow from 'n8n-workflow';
import { createRequire, registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where the pinned n8n is installed. */
export const n8nModules = (root: string): string => path.join(root, '.cache', 'n8n', 'node_modules');

/** A file that does not exist: modules required from it are those of the pinned n8n. */
export const insideN8n = (root: string): string => path.join(n8nModules(root), 'none.js');

/** Makes a node and n8n load one copy of n8n-workflow, as where a node is installed. Jest maps the module instead. */
export function shareN8nWorkflow(root: string): void {
	const parentURL = pathToFileURL(insideN8n(root)).href;
	registerHooks({
		resolve: (specifier, context, next) =>
			next(specifier, specifier === 'n8n-workflow' ? { ...context, parentURL } : context),
	});
}

/** Sets what n8n-core reads from the environment when it loads. */
export function setN8nEnvironment(userFolder: string): void {
	Object.assign(process.env, {
		N8N_USER_FOLDER: userFolder,
		N8N_ENCRYPTION_KEY: 'not-a-secret',
		N8N_LOG_LEVEL: 'silent',
		N8N_DIAGNOSTICS_ENABLED: 'false',
	});
}

/** Loads n8n's own modules. Call `setN8nEnvironment` first. */
export function loadRuntime(root: string) {
	const load = createRequire(insideN8n(root));
	load('reflect-metadata');
	return {
		...(load('n8n-core') as typeof Core),
		...(load('@n8n/di') as typeof Di),
		...(load('n8n-workflow') as typeof N8nWorkflow),
		/** Requires a module by its path below n8n's node_modules. */
		load,
	};
}

export type Runtime = ReturnType<typeof loadRuntime>;
