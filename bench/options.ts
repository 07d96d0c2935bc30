import { parseArgs } from 'node:util';

export interface BenchOptions {
	/** Put the report into the README as well. */
	write: boolean;
	/** Most rounds of each case; Infinity leaves it to the scenarios. */
	rounds: number;
	/** Names of scenarios; none means all. */
	scenarios: string[];
}

/** Reads the command line; what it does not know is an error with a message for the person. */
export function readOptions(args: string[], known: readonly string[]): BenchOptions {
	const { values, positionals } = parseArgs({
		args,
		options: { write: { type: 'boolean' }, rounds: { type: 'string', default: 'Infinity' } },
		allowPositionals: true,
	});
	const unknown = positionals.filter((name) => !known.includes(name));
	if (unknown.length > 0) {
		throw new Error(`There is no scenario ${unknown.join(', ')}. The scenarios are: ${known.join(', ')}`);
	}
	const rounds = Number(values.rounds);
	if (!(rounds >= 1)) throw new Error('--rounds wants a number from 1');
	const write = values.write ?? false;
	if (write && positionals.length > 0) throw new Error('--write wants a report of all scenarios');
	return { write, rounds, scenarios: positionals };
}
