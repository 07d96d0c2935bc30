import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { aiVoiceCloneFree } from '../../../nodes/AiVoiceCloneFree/provider';
import { asyncFlow } from '../../../nodes/AsyncFlow/provider';
import { faseeh } from '../../../nodes/Faseeh/provider';

const ROOT = path.resolve(__dirname, '../../..');
const PAGE = readFileSync(path.join(ROOT, 'docs/troubleshooting.md'), 'utf8').replace(/\s+/g, ' ');

/** Titles of errors that are written out in the code, as far as no value is put into them. */
function writtenTitles(): string[] {
	const files = readdirSync(path.join(ROOT, 'nodes'), { recursive: true, encoding: 'utf8' });
	const titles = files
		.filter((file) => file.endsWith('.ts'))
		.flatMap((file) => {
			const code = readFileSync(path.join(ROOT, 'nodes', file), 'utf8');
			const found = code.matchAll(
				/(?:new InputError\(|unusableError\(|asProviderError\(\s*\w+,|unexpectedAnswer\(\s*[\w.]+,\s*\w+,|title:)\s*'([^']+)'/g,
			);
			return [...found].map(([, title = '']) => title).filter((title) => !title.startsWith('='));
		});
	return [...new Set(titles)];
}

describe('the page on troubleshooting', () => {
	it.each([asyncFlow, aiVoiceCloneFree, faseeh])('has every error of $displayName', ({ errors }) => {
		expect(errors.map(({ title }) => title).filter((title) => !PAGE.includes(title))).toEqual([]);
	});

	it('has every other error by its title', () => {
		const titles = writtenTitles();
		expect(titles.length).toBeGreaterThan(30);
		expect(titles.filter((title) => !PAGE.includes(title))).toEqual([]);
	});
});
