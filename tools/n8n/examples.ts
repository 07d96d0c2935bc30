import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { Credential, Workflow } from './types.ts';

export interface Example {
	/** File name without `.json`. */
	name: string;
	workflow: Workflow;
}

/** The example workflow of this name. */
export function readExample(root: string, name: string): Example {
	const text = readFileSync(path.join(root, 'examples', `${name}.json`), 'utf8');
	return { name, workflow: JSON.parse(text) as Workflow };
}

/** All example workflows, by name. */
export function readExamples(root: string): Example[] {
	return readdirSync(path.join(root, 'examples'))
		.filter((file) => file.endsWith('.json'))
		.sort()
		.map((file) => readExample(root, file.slice(0, -'.json'.length)));
}

/** The workflow with its credentials replaced by these of the same type. */
export function withCredentials(workflow: Workflow, credentials: Credential[]): Workflow {
	return {
		...workflow,
		nodes: workflow.nodes.map((node) => {
			if (node.credentials === undefined) return node;
			const own = Object.keys(node.credentials).flatMap((type) => {
				const found = credentials.find((credential) => credential.type === type);
				return found === undefined ? [] : [[type, { id: found.id, name: found.name }] as const];
			});
			return { ...node, credentials: Object.fromEntries(own) };
		}),
	};
}
