import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

import type { Prepare } from '../work.ts';
import { unsuitable } from './wire.ts';

const run = promisify(execFile);
const PROGRAM = path.join(import.meta.dirname, '..', 'requireAll.ts');

/** Requires node files in a new process, which measures the time. */
export function loadRequire(): Prepare {
	return (work) => {
		if (work.kind !== 'require') throw unsuitable('require', work);
		return Promise.resolve(async () => {
			const { stdout } = await run(process.execPath, [PROGRAM, ...work.modules]);
			return { files: [], results: 1, seconds: Number(stdout) / 1000 };
		});
	};
}
