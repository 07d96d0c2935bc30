import { countCharacters } from './characters';

/** A part of a text that is not to be split, by offset. */
export interface Span {
	readonly from: number;
	readonly to: number;
}

interface Tag {
	readonly name: string;
	readonly kind: 'opening' | 'closing' | 'empty';
	readonly end: number;
}

/** More attributes than any tag for speech has; a bound, as each takes room on the stack of the pattern. */
const MAX_ATTRIBUTES = 16;
const ATTRIBUTE = /\s+[a-z_][\w:.-]*\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>=/]+)/.source;
/**
 * A well-formed tag. Anything else that begins with "<" is text: "a < b", "<3", "if x <y and z> 1". No part
 * of it matches a "<", so that a text of nothing but the beginnings of tags is read once.
 */
const TAG = new RegExp(`<(/?)([a-z][\\w:.-]*)(?:${ATTRIBUTE}){0,${MAX_ATTRIBUTES}}\\s*(/?)>`, 'iy');

/** Elements of the providers whose content belongs together: a sound, and digits to be read one by one. */
const ELEMENTS: ReadonlySet<string> = new Set(['phonemes', 'digits']);
/** Tags that the providers understand; half of one would be read aloud. */
const UNDERSTOOD: ReadonlySet<string> = new Set([...ELEMENTS, 'break']);

function tagAt(text: string, start: number): Tag | undefined {
	TAG.lastIndex = start;
	const match = TAG.exec(text);
	if (match === null) return undefined;
	const [{ length }, slash, name = '', emptySlash] = match;
	const kind = slash === '/' ? 'closing' : emptySlash === '/' ? 'empty' : 'opening';
	return { name: name.toLowerCase(), kind, end: start + length };
}

interface Unit extends Span {
	/** Code points before it, and before its end. */
	readonly charactersFrom: number;
	readonly charactersTo: number;
}

/**
 * The tags of a text, and the elements `<phonemes>…</phonemes>` and `<digits>…</digits>` as a whole where
 * they are no longer than `maxCharacters` code points. Tags that no provider understands are left out where
 * they are longer; `break`, `phonemes` and `digits` are not, so that the caller sees that they do not fit.
 *
 * @param levels By offset, see `rankBoundaries`; not 0 wherever a grapheme ends. A mark that belongs to the
 *   last character of a tag belongs to its span.
 * @returns Ascending and without overlaps.
 */
export function markupSpans(text: string, levels: Uint8Array, maxCharacters: number): Span[] {
	const spans: Unit[] = [];
	const elements = new OpenElements();
	const fits = (unit: Unit) => unit.charactersTo - unit.charactersFrom <= maxCharacters;
	let counted = 0;
	let characters = 0;
	const charactersBefore = (offset: number) => {
		characters += countCharacters(text, counted, offset);
		counted = offset;
		return characters;
	};

	for (let start = text.indexOf('<'); start !== -1;) {
		const tag = tagAt(text, start);
		if (tag !== undefined) {
			let from = start;
			while (from > 0 && levels[from] === 0) from -= 1;
			let to = tag.end;
			while (to < text.length && levels[to] === 0) to += 1;
			const charactersFrom = charactersBefore(from);
			const unit = { from, to, charactersFrom, charactersTo: charactersBefore(to) };
			if (UNDERSTOOD.has(tag.name) || fits(unit)) spans.push(unit);

			const opening = elements.pass(tag, unit);
			const element = opening && { ...unit, from: opening.from, charactersFrom: opening.charactersFrom };
			if (element !== undefined && fits(element)) {
				while ((spans.at(-1)?.from ?? -1) >= element.from) spans.pop();
				spans.push(element);
			}
		}
		start = text.indexOf('<', tag?.end ?? start + 1);
	}
	return spans;
}

/** The elements that are open at a place in a text. Closing tags without an opening one are ignored. */
class OpenElements {
	private readonly open: Array<{ name: string; unit: Unit }> = [];
	/** How many are open by name, so that a closing tag in vain costs nothing. */
	private readonly counts = new Map<string, number>();

	/** Takes the next tag; returns the opening tag if this one closes it. What is open inside is dropped. */
	pass({ name, kind }: Tag, unit: Unit): Unit | undefined {
		if (!ELEMENTS.has(name) || kind === 'empty') return undefined;
		const count = this.counts.get(name) ?? 0;
		if (kind === 'opening') {
			this.open.push({ name, unit });
			this.counts.set(name, count + 1);
			return undefined;
		}
		if (count === 0) return undefined;
		for (;;) {
			const last = this.open.pop();
			if (last === undefined) return undefined;
			this.counts.set(last.name, (this.counts.get(last.name) ?? 0) - 1);
			if (last.name === name) return last.unit;
		}
	}
}
