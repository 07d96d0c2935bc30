import { expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import path from 'node:path';

it("the playground's README has the current tables of settings and faults", () => {
	// The declarations are ES modules for Node 24, so they are read in another process.
	const { stderr, status } = spawnSync(process.execPath, ['playground/readmeTables.ts', '--check'], {
		cwd: path.resolve(__dirname, '..', '..'),
		encoding: 'utf8',
	});
	expect([status, stderr]).toEqual([0, '']);
});
