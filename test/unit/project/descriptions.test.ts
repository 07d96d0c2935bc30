import { describe, expect, it } from '@jest/globals';
import type { INodeType } from 'n8n-workflow';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { AiVoiceCloneFree } from '../../../nodes/AiVoiceCloneFree/AiVoiceCloneFree.node';
import { AiVoiceCloneFreeTrigger } from '../../../nodes/AiVoiceCloneFree/AiVoiceCloneFreeTrigger.node';
import { AsyncFlow } from '../../../nodes/AsyncFlow/AsyncFlow.node';
import { Faseeh } from '../../../nodes/Faseeh/Faseeh.node';

const ROOT = path.resolve(__dirname, '..', '..', '..');
const NODES = { AiVoiceCloneFree, AiVoiceCloneFreeTrigger, AsyncFlow, Faseeh };

/**
 * n8n's rules read descriptions in the source, and ours are composed from field declarations. So this writes
 * each description out as n8n receives it, and has the rules read that.
 */
const CONFIG = `
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

export default [
	{
		files: ['**/*.ts'],
		languageOptions: { parser: tseslint.parser },
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		// The other rules are about the files themselves, and hold for those.
		rules: Object.fromEntries(
			Object.entries(n8nNodesBase.configs.nodes.rules).filter(
				([name]) => name.includes('/node-param-') && !name.endsWith('max-value-present'),
			),
		),
	},
];
`;

interface Report {
	filePath: string;
	messages: Array<{ ruleId: string | null; message: string; line: number }>;
}

/** What n8n's rules say about descriptions, by node; the first one has an error in it. */
function lintDescriptions(descriptions: Readonly<Record<string, object>>): Map<string, string[]> {
	const folder = mkdtempSync(path.join(tmpdir(), 'descriptions-'));
	try {
		writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
		writeFileSync(path.join(folder, 'eslint.config.mjs'), CONFIG);
		symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
		for (const [name, description] of Object.entries(descriptions)) {
			const code = [
				"import type { INodeType, INodeTypeDescription } from 'n8n-workflow';",
				`export class ${name} implements INodeType {`,
				// The rules look for keys without quotes, as people write them.
				`\tdescription: INodeTypeDescription = ${JSON.stringify(description, null, '\t').replace(/"(\w+)":/g, '$1:')};`,
				'}',
			];
			const file = path.join(folder, 'nodes', name, `${name}.node.ts`);
			mkdirSync(path.dirname(file), { recursive: true });
			writeFileSync(file, code.join('\n'));
		}
		const eslint = path.join(ROOT, 'node_modules/eslint/bin/eslint.js');
		const { stdout, stderr } = spawnSync(process.execPath, [eslint, '--format', 'json', 'nodes'], {
			cwd: folder,
			encoding: 'utf8',
			maxBuffer: 64 * 1024 * 1024,
		});
		if (!stdout.startsWith('[')) throw new Error(stderr);
		const reports = JSON.parse(stdout) as Report[];
		return new Map(
			reports.map(({ filePath, messages }) => [
				path.basename(filePath, '.node.ts'),
				messages.map(({ ruleId, message, line }) => `${line}: ${ruleId ?? ''} ${message}`),
			]),
		);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

describe("n8n's rules for descriptions", () => {
	it.each(Object.entries(NODES))('hold for %s', (name, Node) => {
		expect(lintDescriptions({ [name]: new Node().description }).get(name)).toEqual([]);
	});

	it('find an error in a description', () => {
		const { description } = new Faseeh();
		const properties = description.properties.map((property) =>
			property.type === 'boolean' ? { ...property, description: 'Returns all of them' } : property,
		);
		const messages = lintDescriptions({ Faseeh: { ...description, properties } }).get('Faseeh');
		expect(messages?.join()).toContain('node-param-description-boolean-without-whether');
	});
});

describe('a list in the editor', () => {
	const locators = Object.values(NODES).flatMap((Node) => {
		const { description, methods } = new Node() as INodeType;
		const lists = description.properties.flatMap(({ modes = [] }) =>
			modes.flatMap(({ typeOptions }) => typeOptions?.searchListMethod ?? []),
		);
		return lists.map((name) => [name, methods?.listSearch?.[name]] as const);
	});

	it('is loaded by a method that exists', () => {
		expect(locators.length).toBeGreaterThan(5);
		expect(locators.filter(([, method]) => method === undefined)).toEqual([]);
	});
});
