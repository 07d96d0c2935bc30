import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '..', '..', '..');
const long = (lines: number) => `export const lines = 0;\n${'\n// so it goes on'.repeat(lines)}\n`;

/** Imports that go the wrong way: what they are, the file, and what it imports. */
const WRONG_WAY = [
	['shared code → a provider', 'nodes/shared/http/upward.ts', '../../AsyncFlow/models'],
	['audio → http', 'nodes/shared/audio/sideways.ts', '../http/json'],
	['text → http', 'nodes/shared/text/sideways.ts', '../http/json'],
	['concurrency → http', 'nodes/shared/concurrency/sideways.ts', '../http/json'],
	['http → items', 'nodes/shared/http/sideways.ts', '../items/runItems'],
	['fields → operation', 'nodes/shared/fields/upward.ts', '../operation/registry'],
	['binary → items', 'nodes/shared/binary/upward.ts', '../items/runItems'],
	['items → operation', 'nodes/shared/items/upward.ts', '../operation/registry'],
	['operation → speech', 'nodes/shared/operation/upward.ts', '../speech/words'],
	['methods → operation', 'nodes/shared/methods/upward.ts', '../operation/registry'],
	['webhook → items', 'nodes/shared/webhook/upward.ts', '../items/runItems'],
	['a provider → another provider', 'nodes/Faseeh/sideways.ts', '../AsyncFlow/models'],
	['a file at the root of a provider → its API', 'nodes/AsyncFlow/upward.ts', './api'],
	['api → operations', 'nodes/AsyncFlow/api/upward.ts', '../operations'],
	['api → websocket', 'nodes/AsyncFlow/api/sideways.ts', '../websocket/socketPool'],
	['websocket → operations', 'nodes/AsyncFlow/websocket/upward.ts', '../operations'],
	['methods → operations', 'nodes/AsyncFlow/methods/upward.ts', '../operations'],
	['webhook → operations', 'nodes/AiVoiceCloneFree/webhook/upward.ts', '../operations'],
	['operations → methods', 'nodes/AsyncFlow/operations/upward.ts', '../methods/listSearch'],
	['an operation → its node', 'nodes/AsyncFlow/operations/toNode.ts', '../AsyncFlow.node'],
	['the package → a test', 'nodes/shared/http/test.ts', '../../../test/support/growth'],
	['the playground → the package', 'playground/upward.ts', '../nodes/AsyncFlow/models.ts'],
	['the tools → the package', 'tools/upward.ts', '../nodes/AsyncFlow/models.ts'],
] as const;

/** Files that break one rule of the house each, and the rule that must say so. */
const OFFENDERS: Array<{ what: string; file: string; code: string; rule: string }> = [
	...WRONG_WAY.map(([what, file, from]) => ({
		what,
		file,
		code: `import * as imported from '${from}';\n\nexport const used = imported;\n`,
		rule: 'import-x/no-restricted-paths',
	})),
	{
		what: 'audio code that knows of n8n',
		file: 'nodes/shared/audio/host.ts',
		code: `import { sleep } from 'n8n-workflow';\n\nexport const wait = sleep;\n`,
		rule: 'no-restricted-imports',
	},
	{
		what: 'a file of more than 250 lines',
		file: 'nodes/shared/audio/long.ts',
		code: long(250),
		rule: 'max-lines',
	},
	{
		what: 'an operation of more than 120 lines',
		file: 'nodes/AsyncFlow/operations/speech/long.operation.ts',
		code: long(120),
		rule: 'max-lines',
	},
	{
		what: 'any',
		file: 'nodes/shared/audio/any.ts',
		code: 'export const anything = (value: any): number => Number(value);\n',
		rule: '@typescript-eslint/no-explicit-any',
	},
	{
		what: 'a type error that is hushed up',
		file: 'nodes/shared/audio/hushed.ts',
		code: `// @ts-expect-error because\nexport const number: number = 'text';\n`,
		rule: '@typescript-eslint/ban-ts-comment',
	},
	{
		what: 'a rule that is switched off in place',
		file: 'nodes/shared/audio/suppressed.ts',
		code: '/* eslint-disable */\nexport const anything = (value: any): number => Number(value);\n',
		rule: '@typescript-eslint/no-explicit-any',
	},
	{
		what: 'a global that n8n does not allow',
		file: 'nodes/shared/http/global.ts',
		code: 'export const home = process.cwd();\n',
		rule: '@n8n/community-nodes/no-restricted-globals',
	},
];

interface Report {
	filePath: string;
	messages: Array<{ ruleId: string | null; message: string }>;
}

describe('the rules of the house', () => {
	let folder: string;
	let reports: Report[];

	beforeAll(() => {
		folder = mkdtempSync(path.join(tmpdir(), 'lint-'));
		for (const name of [
			'nodes',
			'credentials',
			'playground',
			'tools',
			'test/support',
			'test/tsconfig.json',
			'eslint.config.mjs',
			'package.json',
			'tsconfig.json',
			'tsconfig.base.json',
			'tsconfig.node.json',
		]) {
			cpSync(path.join(ROOT, name), path.join(folder, name), { recursive: true });
		}
		symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
		for (const { file, code } of OFFENDERS) {
			mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
			writeFileSync(path.join(folder, file), code);
		}
		const eslint = path.join(ROOT, 'node_modules/eslint/bin/eslint.js');
		const files = OFFENDERS.map(({ file }) => file);
		const { stdout, stderr } = spawnSync(process.execPath, [eslint, '--format', 'json', ...files], {
			cwd: folder,
			encoding: 'utf8',
			maxBuffer: 64 * 1024 * 1024,
		});
		if (!stdout.startsWith('[')) throw new Error(stderr);
		reports = JSON.parse(stdout) as Report[];
	}, 120_000);

	afterAll(() => {
		rmSync(folder, { recursive: true, force: true });
	});

	it.each(OFFENDERS)('catch $what', ({ file, rule }) => {
		const report = reports.find(({ filePath }) => filePath.endsWith(path.normalize(file)));
		expect(report?.messages.map(({ ruleId }) => ruleId)).toContain(rule);
	});

	it('report a suppression for what it is', () => {
		const report = reports.find(({ filePath }) => filePath.endsWith('suppressed.ts'));
		expect(report?.messages.map(({ message }) => message).join()).toMatch(/has no effect.*noInlineConfig/);
	});
});
