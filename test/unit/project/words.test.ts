import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Node } from 'typescript';
import {
	createSourceFile,
	forEachChild,
	isStringLiteralLike,
	isTemplateExpression,
	ScriptTarget,
} from 'typescript';

import { REPLACED_PHRASES } from './replacedPhrases';

const ROOT = path.resolve(__dirname, '../../..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

/** Every replaced phrase in a text, with its surroundings and what to write instead. */
function replacedIn(text: string): string[] {
	return REPLACED_PHRASES.flatMap(({ pattern, instead }) =>
		[...text.matchAll(new RegExp(pattern, `${pattern.flags}g`))].map(({ 0: found, index }) => {
			const context = text.slice(Math.max(0, index - 30), index + found.length + 30);
			return `“${found.trim()}” in “…${context}…”: write “${instead}”`;
		}),
	);
}

/** The prose of a Markdown page: without code, addresses and generated results. */
function proseOf(markdown: string): string {
	return markdown
		.replace(/<!-- results:[^]*?<!-- end of results -->/, '')
		.replace(/^( *)```[^]*?^\1```$/gm, '')
		.replace(/<!--[^]*?-->/g, '')
		.replace(/`[^`]*`/g, 'CODE')
		.replace(/\]\([^)]*\)/g, ']')
		.replace(/[*_[\]]/g, '')
		.replace(/\s+/g, ' ');
}

/** The glossary names in its last column what not to write. */
function withoutForbiddenWords(markdown: string): string {
	const [before, glossary = ''] = markdown.split('\n## Glossary\n');
	return `${before}\n${glossary.replace(/^(\|[^|]*\|[^|]*\|)[^|]*\|$/gm, '$1')}`;
}

const PAGES = [
	'README.md',
	'CONTRIBUTING.md',
	'bench/README.md',
	'playground/README.md',
	...readdirSync(path.join(ROOT, 'docs'))
		.filter((file) => file.endsWith('.md'))
		.map((file) => `docs/${file}`),
];

describe('a replaced phrase', () => {
	it.each(REPLACED_PHRASES)('is found: $instead', ({ pattern, rejects, accepts = [] }) => {
		expect(rejects.filter((sentence) => !pattern.test(sentence))).toEqual([]);
		expect(accepts.filter((sentence) => pattern.test(sentence))).toEqual([]);
	});
});

describe('the words of the documentation', () => {
	it.each(PAGES)('%s', (file) => {
		const markdown = file === 'CONTRIBUTING.md' ? withoutForbiddenWords(read(file)) : read(file);
		expect(replacedIn(proseOf(markdown))).toEqual([]);
	});
});

/** Labels of n8n's form and sticky-note nodes. */
const SHOWN_IN_EXAMPLES = new Set([
	...['name', 'content', 'formTitle', 'formDescription', 'fieldLabel', 'option', 'buttonLabel', 'html'],
	...['completionTitle', 'completionMessage'],
]);

/** The values of those keys, at any depth. */
function shownTexts(value: unknown): string[] {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, entry]) =>
		typeof entry === 'string' && SHOWN_IN_EXAMPLES.has(key) ? [entry] : shownTexts(entry),
	);
}

describe('the words of the example', () => {
	it.each(readdirSync(path.join(ROOT, 'examples')))('%s', (file) => {
		const texts = shownTexts(JSON.parse(read(`examples/${file}`)));
		expect(texts.length).toBeGreaterThan(3);
		expect(texts.flatMap((text) => replacedIn(proseOf(text)))).toEqual([]);
	});
});

/** Every text of two words or more that the code contains, outside comments: labels, errors, log messages. */
function textsInCode(file: string): string[] {
	const source = createSourceFile(file, read(file), ScriptTarget.Latest);
	const texts: string[] = [];
	const visit = (node: Node): void => {
		if (isTemplateExpression(node)) {
			texts.push(
				[node.head, ...node.templateSpans.map(({ literal }) => literal)].map(({ text }) => text).join('…'),
			);
		} else if (isStringLiteralLike(node)) {
			texts.push(node.text);
		}
		forEachChild(node, visit);
	};
	visit(source);
	return texts.filter((text) => /\p{L} \p{L}/u.test(text));
}

const CODE = ['nodes', 'credentials'].flatMap((folder) =>
	readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => path.join(folder, file)),
);

describe('the words that the nodes show', () => {
	it('are found in the code', () => {
		expect(CODE.flatMap(textsInCode).length).toBeGreaterThan(300);
	});

	it.each(CODE.filter((file) => textsInCode(file).length > 0))('%s', (file) => {
		expect(textsInCode(file).flatMap(replacedIn)).toEqual([]);
	});
});
