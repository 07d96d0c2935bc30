import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '..', '..', '..');
const long = (lines: number) => `export const lines = 0;\n${'\n// so it goes on'.repeat(lines)}\n`;

/** Files that break one rule of the house each, and the rule that must say so. */
const OFFENDERS: Array<{ what: string; file: string; code: string; rule: string }> = [
	{
		what: 'shared code that imports a provider',
		file: 'nodes/shared/http/upward.ts',
		code: `import { MODELS } from '../../AsyncFlow/models';\n\nexport const models = MODELS;\n`,
		rule: 'import-x/no-restricted-paths',
	},
	{
		what: 'the wire that imports an operation',
		file: 'nodes/AsyncFlow/upward.ts',
		code: `import { operations } from './operations';\n\nexport const all = operations;\n`,
		rule: 'import-x/no-restricted-paths',
	},
	{
		what: 'an operation that imports the node',
		file: 'nodes/AsyncFlow/operations/upward.ts',
		code: `import { AsyncFlow } from '../AsyncFlow.node';\n\nexport const node = AsyncFlow;\n`,
		rule: 'import-x/no-restricted-paths',
	},
	{
		what: 'requests that import items',
		file: 'nodes/shared/http/sideways.ts',
		code: `import { runItems } from '../items/runItems';\n\nexport const run = runItems;\n`,
		rule: 'import-x/no-restricted-paths',
	},
	{
		what: 'audio code that imports requests',
		file: 'nodes/shared/audio/sideways.ts',
		code: `import { isRecord } from '../http/json';\n\nexport const check = isRecord;\n`,
		rule: 'import-x/no-restricted-paths',
	},
	{
		what: 'concurrency code that imports requests',
		file: 'nodes/shared/concurrency/sideways.ts',
		code: `import { isRecord } from '../http/json';\n\nexport const check = isRecord;\n`,
		rule: 'import-x/no-restricted-paths',
	},
	{
		what: 'an operation under the speech pipeline',
		file: 'nodes/shared/operation/upwards.ts',
		code: `import { wordsOf } from '../speech/words';\n\nexport const words = wordsOf;\n`,
		rule: 'import-x/no-restricted-paths',
	},
	{
		what: 'wire code that imports an operation',
		file: 'nodes/AsyncFlow/api/upwards.ts',
		code: `import { operations } from '../operations';\n\nexport const all = operations;\n`,
		rule: 'import-x/no-restricted-paths',
	},
	{
		what: 'audio code that knows of n8n',
		file: 'nodes/shared/audio/host.ts',
		code: `import { sleep } from 'n8n-workflow';\n\nexport const wait = sleep;\n`,
		rule: 'no-restricted-imports',
	},
	{
		what: 'a file of more than 300 lines',
		file: 'nodes/shared/audio/long.ts',
		code: long(300),
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
			'eslint.config.mjs',
			'package.json',
			'tsconfig.json',
			'tsconfig.base.json',
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
