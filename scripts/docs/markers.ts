/** Generates the Markdown for one kind of marker; the argument is the rest of the marker. */
export type Generator = (argument: string) => string;

const GENERATED = /(<!-- generated: (\w+) ([\w-]+) -->\n)[^]*?(<!-- end -->)/g;

/**
 * Replaces what is between `<!-- generated: kind argument -->` and `<!-- end -->`.
 *
 * @throws for a marker of an unknown kind.
 */
export function replaceGenerated(page: string, generators: Readonly<Record<string, Generator>>): string {
	return page.replaceAll(GENERATED, (_, begin: string, kind: string, argument: string, end: string) => {
		const generator = generators[kind];
		if (generator === undefined) throw new Error(`Nothing generates “${kind}” (marker “${begin.trim()}”)`);
		return `${begin}\n${generator(argument).trim()}\n\n${end}`;
	});
}
