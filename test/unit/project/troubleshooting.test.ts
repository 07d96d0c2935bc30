import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { aiVoiceCloneFree } from '../../../nodes/AiVoiceCloneFree/provider';
import { asyncFlow } from '../../../nodes/AsyncFlow/provider';
import { faseeh } from '../../../nodes/Faseeh/provider';
import { GENERAL_ERRORS, OTHER_ERRORS } from '../../../nodes/shared/http/errorTable';
import { errorGroups } from '../../../scripts/docs/errors/tables.ts';

const ROOT = path.resolve(__dirname, '../../..');
const TEXT = readFileSync(path.join(ROOT, 'docs/troubleshooting.md'), 'utf8');
const PAGE = TEXT.replace(/\s+/g, ' ');

/** Titles of errors that are written out in the code, as far as no value is put into them. */
function writtenTitles(): string[] {
	const files = readdirSync(path.join(ROOT, 'nodes'), { recursive: true, encoding: 'utf8' });
	const titles = files
		.filter((file) => file.endsWith('.ts'))
		.flatMap((file) => {
			const code = readFileSync(path.join(ROOT, 'nodes', file), 'utf8');
			const found = code.matchAll(
				/(?:new InputError\(|unusableError\(|asProviderError\(\s*\w+,|unexpectedResponse\(\s*[\w.]+,\s*\w+,|title:)\s*'([^']+)'/g,
			);
			return [...found].map(([, title = '']) => title).filter((title) => !title.startsWith('='));
		});
	return [...new Set(titles)];
}

describe('the generated parts of docs/', () => {
	it('are up to date (run `npm run docs`)', () => {
		const script = path.join(ROOT, 'scripts/docs.ts');
		const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
		expect({ status, stderr }).toEqual({ status: 0, stderr: expect.not.stringContaining('out of date') });
	}, 120_000);
});

describe('the page on troubleshooting', () => {
	it.each([asyncFlow, aiVoiceCloneFree, faseeh])(
		'has every error of $displayName',
		({ displayName, errors }) => {
			const rows = errors.flatMap(({ title, nextStep }) => [title, nextStep]);
			const texts = rows.map((text) => text.replaceAll('{provider}', displayName));
			expect(texts.length).toBeGreaterThan(0);
			expect(texts.filter((text) => !PAGE.includes(text))).toEqual([]);
		},
	);

	it('has every error of the general table', () => {
		const rows = [...GENERAL_ERRORS, ...Object.values(OTHER_ERRORS)];
		const texts = rows.flatMap(({ title, nextStep }) => [title, nextStep]);
		expect(texts.filter((text) => !PAGE.includes(text))).toEqual([]);
	});

	it('has every other error by its title', () => {
		const titles = writtenTitles();
		expect(titles.length).toBeGreaterThan(30);
		expect(titles.filter((title) => !PAGE.includes(title))).toEqual([]);
	});

	it('has a table for every group of errors', () => {
		const markers = errorGroups(ROOT).map((group) => `<!-- generated: errors ${group} -->`);
		expect(markers.length).toBeGreaterThan(10);
		expect(markers.filter((marker) => !TEXT.includes(marker))).toEqual([]);
	});
});
