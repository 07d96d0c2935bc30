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
				'storage-port': { type: 'string', default: '0' },
				host: { type: 'string', default: '127.0.0.1' },
				verbose: { type: 'boolean', default: false },
				'exit-with-parent': { type: 'boolean', default: false },
			},
		}).values;
	} catch (error) {
		return fail(error instanceof Error ? error.message : String(error));
	}
}

/** Exits if the text is not a port. */
function portOf(option: string, text: string): number {
	const port = Number(text);
	if (!Number.isInteger(port) || port < 0 || port > 65_535)
		fail(`--${option} ${text} is not a port (0 to 65535)`);
	return port;
}

const given = readArguments();
const { host, verbose } = given;
const port = portOf('port', given.port);
const storagePort = portOf('storage-port', given['storage-port']);

const playground = await startPlayground({ port, storagePort, host, verbose }).catch((error: unknown) => {
	if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
		const taken = 'port' in error ? Number(error.port) : port;
		return fail(`port ${taken} on ${host} is taken; choose another with --port and --storage-port`);
	}
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
if (given['exit-with-parent']) {
	process.stdin.resume();
	process.stdin.once('end', () => void stop());
	process.stdin.once('close', () => void stop());
}

process.stdout.write(`${JSON.stringify({ url: playground.url, storageUrl: playground.storageUrl })}\n`);
