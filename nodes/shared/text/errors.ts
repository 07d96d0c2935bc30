/**
 * Text that cannot be sent within the limit of a request. The only error that text code throws for a text;
 * positions and lengths are code points, which is what providers count.
 */
export class TextError extends Error {
	/**
	 * @param from Code points before the part that cannot be split.
	 * @param length Code points of that part.
	 * @param maxCharacters The limit that it exceeds.
	 */
	constructor(
		readonly from: number,
		readonly length: number,
		readonly maxCharacters: number,
	) {
		super(
			`The text has ${length} characters in a row that cannot be split, from character ${from + 1}: ` +
				`a tag, or a letter or emoji made of that many. One request takes at most ${maxCharacters}`,
		);
		this.name = 'TextError';
	}
}
