import { parseArgs } from 'node:util';

export interface BenchOptions {
	/** Also write the report into the README. */
	write: boolean;
	/** Maximum number of rounds per case; Infinity leaves it to the scenarios. */
	rounds: number;
	/** Names of scenarios; all if empty. */
	scenarios: string[];
}

const usage = (known: readonly string[]): string =>
	[
		'Usage: npm run bench [-- [--rounds N] [--write] [scenario ...]]',
		'',
		'  --rounds N   Run each case at most N times.',
		'  --write      Also write the report into bench/README.md. Runs all scenarios.',
		'',
		`Scenarios: ${known.join(', ')}`,
	].join('\n');

function parse(args: string[]) {
	return parseArgs({
		args,
		options: {
			write: { type: 'boolean', default: false },
			rounds: { type: 'string', default: 'Infinity' },
		},
		allowPositionals: true,
	});
}

/** Reads the command line. A mistake is an error with the usage. */
export function readOptions(args: string[], known: readonly string[]): BenchOptions {
	const reject = (message: string): never => {
		throw new Error(`${message}\n\n${usage(known)}`);
	};
	let parsed: ReturnType<typeof parse>;
	try {
		parsed = parse(args);
	} catch (error) {
		return reject(error instanceof Error ? error.message : String(error));
	}
	const { values, positionals } = parsed;
	const unknown = positionals.filter((name) => !known.includes(name));
	if (unknown.length > 0) {
		reject(`Unknown ${unknown.length === 1 ? 'scenario' : 'scenarios'}: ${unknown.join(', ')}.`);
	}
	const rounds = Number(values.rounds);
	if (!(rounds >= 1)) reject('--rounds must be a number from 1.');
	const { write } = values;
	if (write && positionals.length > 0) reject('--write runs all scenarios; name none.');
	return { write, rounds, scenarios: positionals };
}
