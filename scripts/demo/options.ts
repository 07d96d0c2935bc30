import { parseArgs } from 'node:util';

export interface DemoOptions {
	once: boolean;
	fresh: boolean;
	port: number;
}

export const DEFAULT_PORT = 5678;

const USAGE = [
	'Usage: npm start [-- options]',
	'',
	'  --once     Run the main example once, then stop. Fails if it returns no speech.',
	`  --port N   Open the editor on this port. Default: ${DEFAULT_PORT}, or any free port if it is in use.`,
	'  --fresh    Delete the workflows, credentials and changes of earlier runs first.',
].join('\n');

/** A mistake on the command line. */
class UsageError extends Error {
	constructor(message: string) {
		super(`${message}\n\n${USAGE}`);
	}
}

function parse(args: string[]) {
	try {
		return parseArgs({
			args,
			options: { once: { type: 'boolean' }, fresh: { type: 'boolean' }, port: { type: 'string' } },
		}).values;
	} catch (error) {
		throw new UsageError(error instanceof Error ? error.message : String(error));
	}
}

export function readOptions(args: string[]): DemoOptions {
	const { once = false, fresh = false, port: given = String(DEFAULT_PORT) } = parse(args);
	const port = Number(given);
	if (!Number.isInteger(port) || port < 1 || port > 65_535) {
		throw new UsageError(`--port must be a number from 1 to 65535, not "${given}".`);
	}
	return { once, fresh, port };
}
