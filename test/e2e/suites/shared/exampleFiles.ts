import { describe, expect, test } from '@jest/globals';
import path from 'node:path';

import { readExamples } from '../../../../tools/n8n/examples.ts';
import type { WorkflowNode } from '../../../../tools/n8n/types.ts';

const ROOT = path.resolve(__dirname, '..', '..', '..', '..');

const WEBHOOK = 'n8n-nodes-base.webhook';
const PROVIDERS = ['AsyncFlow', 'AI Voice Clone Free', 'Faseeh'];

function duplicates(values: unknown[]): unknown[] {
	return values.filter((value, index) => values.indexOf(value) !== index);
}

/** Checks all examples together, because `npm start` imports them into one n8n. */
export function exampleFileTests(): void {
	describe('the examples', () => {
		const examples = readExamples(ROOT);
		const nodesOf = (type?: string): WorkflowNode[] =>
			examples.flatMap(({ workflow }) =>
				workflow.nodes.filter((node) => type === undefined || node.type === type),
			);

		test('have unique names, webhooks and IDs', () => {
			const webhooks = nodesOf(WEBHOOK).map(
				({ parameters }) => `${String(parameters.httpMethod)} ${String(parameters.path)}`,
			);
			const ids = nodesOf().flatMap(({ id, webhookId }) => [
				id,
				...(webhookId === undefined ? [] : [webhookId]),
			]);
			expect(duplicates(examples.map(({ workflow }) => workflow.name))).toEqual([]);
			expect(duplicates(webhooks)).toEqual([]);
			expect(duplicates(ids)).toEqual([]);
		});

		test('contain no credential of the n8n that exported them', () => {
			const used = nodesOf().flatMap(({ credentials = {} }) => Object.values(credentials));
			expect(used.length).toBeGreaterThan(0);
			for (const { id, name } of used) {
				expect(id).toBe('');
				expect(PROVIDERS).toContain(name);
			}
		});

		test.each(examples)('$name connects only existing nodes', ({ workflow }) => {
			const names = workflow.nodes.map(({ name }) => name);
			const targets = JSON.stringify(workflow.connections).matchAll(/"node":"([^"]*)"/g);
			expect(names).toEqual(expect.arrayContaining(Object.keys(workflow.connections)));
			expect(names).toEqual(expect.arrayContaining([...targets].map(([, target]) => target)));
			expect(duplicates(names)).toEqual([]);
		});
	});
}
