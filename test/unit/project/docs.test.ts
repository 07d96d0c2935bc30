import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { collectErrors, collectNotes } from '../../../scripts/docs/errors/collect.ts';
import { parseNodes } from '../../../scripts/docs/errors/program.ts';
import { replaceGenerated } from '../../../scripts/docs/markers.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'docs-'));

afterAll(() => {
	rmSync(folder, { recursive: true });
});

/** Parses code as the file `nodes/a/b.ts`, next to the error classes. */
function parse(code: string) {
	mkdirSync(path.join(folder, 'nodes/a'), { recursive: true });
	writeFileSync(
		path.join(folder, 'nodes/errors.ts'),
		`export class InputError extends Error { constructor(title: string, readonly nextStep?: string) { super(title); } }
		export class LongError extends Error { constructor(length: number) { super(\`\${length} characters are too many\`); } }
		export class ProviderError extends Error { constructor(readonly failure: { title: string; nextStep: string }) { super(failure.title); } }`,
	);
	const imports = "import { InputError, LongError, ProviderError } from '../errors';\n";
	writeFileSync(path.join(folder, 'nodes/a/b.ts'), `${imports}${code}`);
	return parseNodes(folder);
}

const errorsIn = (code: string) =>
	collectErrors(parse(code)).map(({ title, nextStep, file }) => [title, nextStep, file]);

describe('errors are collected from the code', () => {
	it.each([
		['an input error', "new InputError('No text', 'Enter some')", [['No text', 'Enter some']]],
		['one without a next step', "new InputError('No text')", [['No text', '']]],
		[
			'a value that is only known later',
			'export const f = (label: string, host: string) => new InputError(`${label} is not at ${host}`, `Check ${host}`)',
			[['… is not at …', 'Check …']],
		],
		[
			'constants',
			"const NEXT = 'Try again'; const V = 'v1'; new InputError(`No version ${V}`, NEXT)",
			[['No version v1', 'Try again']],
		],
		[
			'two errors of one condition',
			"export const f = (sent: boolean) => new InputError(sent ? 'Sent' : 'Lost', sent ? 'Wait' : 'Send')",
			[
				['Sent', 'Wait'],
				['Lost', 'Send'],
			],
		],
		[
			'a spread row whose next step is replaced',
			"const ROW = { title: 'No key', nextStep: 'Enter one' } as const; export const row = { ...ROW, nextStep: 'Check it' }",
			[
				['No key', 'Enter one'],
				['No key', 'Check it'],
			],
		],
		[
			'each call of a function that creates an error, through another function',
			`function fail(title: string, nextStep: string) { return new ProviderError({ title, nextStep }); }
			const lost = (what: string) => fail(what, 'Run again');
			lost('Body lost'); lost('Head lost'); fail('No answer', 'Wait');`,
			[
				['No answer', 'Wait'],
				['Body lost', 'Run again'],
				['Head lost', 'Run again'],
			],
		],
		[
			'a default, and what calls give instead',
			`export function read(size: number, next = 'Read less') { if (size > 9) throw new InputError('Too large', next); }
			read(1); read(2, 'Split it');`,
			[
				['Too large', 'Read less'],
				['Too large', 'Split it'],
			],
		],
		[
			'the general case of a function that returns a text',
			`function inSeconds(count: number) { const n = count; if (n === 1) return '1 second'; return \`\${n} seconds\`; }
			export const f = (count: number) => new InputError(\`Late by \${inSeconds(count)}\`);`,
			[['Late by … seconds', '']],
		],
		[
			'the message of an error class',
			"export function f(error: unknown) { if (error instanceof LongError) throw new InputError(error.message, 'Shorten it'); }",
			[['… characters are too many', 'Shorten it']],
		],
		[
			'the name of the provider',
			"export const f = ({ displayName }: { displayName: string }) => new InputError(`${displayName} failed`, '')",
			[['{provider} failed', '']],
		],
	])('%s', (_, code, expected) => {
		const found = errorsIn(code);
		expect(found).toHaveLength(expected.length);
		expect(found).toEqual(expect.arrayContaining(expected.map((texts) => [...texts, 'a/b.ts'])));
	});

	it('and so are notes, from the function that composes them', () => {
		const source = parse(
			`const cost = (text: string) => \`\${text.length} characters were charged\`;
			declare const error: { noting: (note: string) => unknown };
			error.noting(cost('x')); export const more = { notes: ['The task goes on'] };`,
		);
		expect(collectNotes(source)).toEqual(['… characters were charged', 'The task goes on']);
	});
});

describe('markers', () => {
	const page = 'Before\n<!-- generated: list one -->\nold\n<!-- end -->\nAfter';

	it('keep what is around them', () => {
		const generated = replaceGenerated(page, { list: (argument) => `new ${argument}` });
		expect(generated).toBe('Before\n<!-- generated: list one -->\n\nnew one\n\n<!-- end -->\nAfter');
		expect(replaceGenerated(generated, { list: () => 'new one' })).toBe(generated);
	});

	it('of an unknown kind are an error', () => {
		expect(() => replaceGenerated(page, {})).toThrow('Nothing generates “list”');
	});
});
