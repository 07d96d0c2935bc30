import { parseArgs } from 'node:util';

export interface DemoOptions {
	once: boolean;
	fresh: boolean;
	port: number;
}

export const USAGE = [
	'npm start [-- options]',
	'  --once     do everything once, then stop; fails if no speech came out',
	'  --port N   port of the editor (5678, or another one if that is taken)',
	'  --fresh    forget the workflows, credentials and changes of earlier runs',
].join('\n');

export const USUAL_PORT = 5678;

/** Reads the command line; what it does not know is an error with a message for the person. */
export function readOptions(args: string[]): DemoOptions {
	const { values } = parseArgs({
		args,
		options: { once: { type: 'boolean' }, fresh: { type: 'boolean' }, port: { type: 'string' } },
	});
	const port = Number(values.port ?? USUAL_PORT);
	if (!Number.isInteger(port) || port < 1 || port > 65_535) {
		throw new Error(`--port ${values.port ?? ''} is not a port (1 to 65535)`);
	}
	return { once: values.once ?? false, fresh: values.fresh ?? false, port };
}
