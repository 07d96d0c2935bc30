import { countCharacters } from './characters';

/** A range of offsets that must not be split. */
interface Span {
	readonly from: number;
	readonly to: number;
}

interface Tag {
	readonly name: string;
	readonly kind: 'opening' | 'closing' | 'empty';
	readonly end: number;
}

/** More than any speech tag has. Bounded, because each attribute takes space on the stack of the pattern. */
const MAX_ATTRIBUTES = 16;
const ATTRIBUTE = /\s+[a-z_][\w:.-]*\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>=/]+)/.source;
/**
 * A well-formed tag. Any other "<" is text: "a < b", "<3", "if x <y and z> 1". No attribute matches a "<", so that
 * a text full of unfinished tags is read only once.
 */
const TAG = new RegExp(`<(/?)([a-z][\\w:.-]*)(?:${ATTRIBUTE}){0,${MAX_ATTRIBUTES}}\\s*(/?)>`, 'iy');

/** Elements that providers support and whose content must stay together: phonemes, and digits to spell out. */
const ELEMENTS: ReadonlySet<string> = new Set(['phonemes', 'digits']);
/** Tags that providers support. Half of one would be read aloud. */
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
	/** Code points before the start and before the end. */
	readonly charactersFrom: number;
	readonly charactersTo: number;
}

/**
 * Returns the tags of a text, and whole elements `<phonemes>…</phonemes>` and `<digits>…</digits>` of up to
 * `maxCharacters` code points. Longer tags are left out, except `break`, `phonemes` and `digits`, so that the caller
 * finds that they are too long.
 *
 * @param levels By offset, see `rankBoundaries`; not 0 where a grapheme ends. A span includes combining marks that
 *   belong to its last character.
 * @returns Ascending, without overlaps.
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

			const opening = elements.next(tag, unit);
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

/** Tracks open elements. Ignores closing tags without an opening tag. */
class OpenElements {
	private readonly open: Array<{ name: string; unit: Unit }> = [];
	/** Number of open elements by name, so that ignoring a closing tag is fast. */
	private readonly counts = new Map<string, number>();

	/** Processes the next tag. Returns the opening tag that it closes; drops elements that are still open inside. */
	next({ name, kind }: Tag, unit: Unit): Unit | undefined {
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
