import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { freePort } from '../n8n/ports.ts';
import type { Toolchain } from '../n8n/toolchain.ts';

/** A fixed address, so that credentials which a person saved keep working from one run to the next. */
const USUAL_PORT = 5681;
const READY_MS = 60_000;

export interface Playground {
	url: string;
	apiKey: string;
	stop: () => Promise<void>;
}

function urlIn(line: string): string | undefined {
	try {
		const message: unknown = JSON.parse(line);
		if (typeof message === 'object' && message !== null && 'url' in message) return String(message.url);
	} catch {
		// Something else was printed.
	}
	return undefined;
}

/** Starts the simulated providers; they end with this process, however that ends. */
export async function startPlayground({ root, node }: Toolchain, logFile: string): Promise<Playground> {
	mkdirSync(path.dirname(logFile), { recursive: true });
	const port = await freePort(USUAL_PORT);
	const child = spawn(
		node,
		[path.join(root, 'playground', 'main.ts'), '--port', String(port), '--exit-with-parent'],
		{ cwd: root, stdio: ['pipe', 'pipe', 'pipe'], detached: process.platform !== 'win32' },
	);
	child.stderr.pipe(createWriteStream(logFile, { flags: 'a' }));
	const url = await new Promise<string>((resolve, reject) => {
		const fail = (why: string) => {
			child.kill('SIGKILL');
			reject(new Error(`The playground ${why}. Its log: ${logFile}`));
		};
		const timer = setTimeout(fail, READY_MS, 'did not become ready in a minute');
		child.once('error', (error) => {
			fail(`could not be started (${error.message})`);
		});
		child.once('exit', () => {
			fail('ended while it was starting');
		});
		createInterface(child.stdout).on('line', (line) => {
			const found = urlIn(line);
			if (found === undefined) return;
			clearTimeout(timer);
			resolve(found);
		});
	});
	return {
		url,
		apiKey: 'playground-demo-key',
		async stop() {
			if (child.exitCode !== null || child.signalCode !== null) return;
			const exit = once(child, 'exit');
			child.stdin.end();
			const force = setTimeout(() => child.kill('SIGKILL'), 5_000);
			await exit;
			clearTimeout(force);
		},
	};
}
