import { parseArgs } from 'node:util';

import { startPlayground } from './server.ts';

function fail(message: string): never {
	process.stderr.write(`playground: ${message}\n`);
	process.exit(1);
}

function readArguments() {
	try {
		return parseArgs({
			options: {
				port: { type: 'string', default: '0' },
				host: { type: 'string', default: '127.0.0.1' },
				verbose: { type: 'boolean', default: false },
				'exit-with-parent': { type: 'boolean', default: false },
			},
		}).values;
	} catch (error) {
		return fail(error instanceof Error ? error.message : String(error));
	}
}

const { host, verbose, port: portText, 'exit-with-parent': exitWithParent } = readArguments();
const port = Number(portText);
if (!Number.isInteger(port) || port < 0 || port > 65_535)
	fail(`--port ${portText} is not a port (0 to 65535)`);

const playground = await startPlayground({ port, host, verbose }).catch((error: unknown) => {
	const code = error instanceof Error && 'code' in error ? error.code : undefined;
	if (code === 'EADDRINUSE') return fail(`port ${port} on ${host} is taken; choose another with --port`);
	return fail(error instanceof Error ? error.message : String(error));
});

let stopping = false;
async function stop(): Promise<void> {
	if (stopping) return;
	stopping = true;
	await playground.close();
	process.exit(0);
}

process.once('SIGTERM', () => void stop());
process.once('SIGINT', () => void stop());
if (exitWithParent) {
	process.stdin.resume();
	process.stdin.once('end', () => void stop());
	process.stdin.once('close', () => void stop());
}

process.stdout.write(`${JSON.stringify({ url: playground.url })}\n`);
