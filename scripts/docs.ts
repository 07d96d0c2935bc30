/**
 * `npm run docs` writes the generated parts of docs/*.md. With `--check` it writes nothing, and fails if a page
 * is out of date.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { generatePages } from './docs/pages.ts';

const root = path.resolve(import.meta.dirname, '..');
const outdated = (await generatePages(root)).filter(({ current, generated }) => current !== generated);

if (process.argv.includes('--check')) {
	for (const { file } of outdated) console.error(`${file} is out of date. Run \`npm run docs\`.`);
	process.exitCode = outdated.length === 0 ? 0 : 1;
} else {
	for (const { file, generated } of outdated) {
		writeFileSync(path.join(root, file), generated);
		console.log(`Updated ${file}`);
	}
}
