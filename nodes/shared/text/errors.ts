/**
 * A text that cannot be split into chunks of the allowed length. The only error that text code throws for a text.
 * Positions and lengths are in code points, as providers count them.
 */
export class TextError extends Error {
	/**
	 * @param from Position of the grapheme or tag that is too long.
	 * @param length Its length.
	 * @param maxCharacters The limit of a chunk.
	 */
	constructor(
		readonly from: number,
		readonly length: number,
		readonly maxCharacters: number,
	) {
		super(
			`The text cannot be split: at character ${from + 1}, a tag, letter or emoji has ${length} characters. ` +
				`A request is limited to ${maxCharacters}`,
		);
		this.name = 'TextError';
	}
}
