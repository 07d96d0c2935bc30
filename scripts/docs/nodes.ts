import { readFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as ts from 'typescript';

import type { Generator } from './markers.ts';
import {
	fieldsTable,
	operationsTable,
	optionsTable,
	triggerTable,
	type DeclaredFields,
	type DeclaredRegistry,
} from './options.ts';

/** Generates `<!-- generated: operations <node> -->`. */
export const operationsGenerator = (root: string): Generator => forRegistry(root, operationsTable);

/** Generates `<!-- generated: fields <node> -->`. */
export const fieldsGenerator = (root: string): Generator => forRegistry(root, fieldsTable);

/** Generates `<!-- generated: options <node> -->`; a trigger has its fields there as well. */
export function optionsGenerator(root: string): Generator {
	const forNode = forRegistry(root, optionsTable);
	return (node) => {
		if (node !== 'aiVoiceCloneFreeTrigger') return forNode(node);
		const file = 'nodes/AiVoiceCloneFree/webhook/triggerFields.ts';
		const { triggerFields } = load(root, file) as { triggerFields: DeclaredFields };
		return triggerTable(triggerFields);
	};
}

function forRegistry(root: string, toTable: (registry: DeclaredRegistry) => string): Generator {
	return (node) => {
		const file = `nodes/${node.charAt(0).toUpperCase()}${node.slice(1)}/operations/index.ts`;
		const { operations } = load(root, file) as { operations: DeclaredRegistry };
		return toTable(operations);
	};
}

/** Loads a module of the package from its source, which Node.js cannot: its imports have no extensions. */
function load(root: string, file: string): unknown {
	const nodes = pathToFileURL(path.join(root, 'nodes')).href;
	const hooks = registerHooks({
		resolve: (specifier, context, next) => {
			if (!specifier.startsWith('.') || context.parentURL?.startsWith(nodes) !== true)
				return next(specifier, context);
			const target = new URL(specifier, context.parentURL).href;
			const candidates = [`${target}.ts`, `${target}/index.ts`];
			const url = candidates.find((candidate) => ts.sys.fileExists(fileURLToPath(candidate)));
			return { url: url ?? target, format: 'commonjs', shortCircuit: true };
		},
		load: (url, context, next) => {
			if (!url.startsWith(nodes)) return next(url, context);
			const code = readFileSync(fileURLToPath(url), 'utf8');
			const { outputText } = ts.transpileModule(code, {
				compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2023 },
			});
			return { format: 'commonjs', source: outputText, shortCircuit: true };
		},
	});
	try {
		return createRequire(import.meta.url)(path.join(root, file));
	} finally {
		hooks.deregister();
	}
}
