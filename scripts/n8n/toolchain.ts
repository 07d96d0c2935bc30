import { existsSync } from 'node:fs';
import path from 'node:path';

/** What everything here is run with. */
export interface Toolchain {
	/** The checkout, in whose cache n8n is installed. */
	root: string;
	/** A Node 24. */
	node: string;
	/** npm's program file, run with that Node: it needs no shell, on Windows neither. */
	npm: string;
}

/** The running Node and the npm that started it; `npm start` and `npm test` see to both. */
export function toolchainOf(root: string): Toolchain {
	const beside = path.dirname(process.execPath);
	const npm = [
		process.env['npm_execpath'] ?? '',
		path.join(beside, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
		path.join(beside, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
	].find((file) => path.basename(file) === 'npm-cli.js' && existsSync(file));
	if (npm === undefined) throw new Error('npm was not found; start this with npm start, npm test or npx');
	return { root, node: process.execPath, npm };
}
