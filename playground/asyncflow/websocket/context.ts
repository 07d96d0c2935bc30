/** The end of a sentence, with quotation marks and brackets that close after it, in the scripts of the languages. */
const SENTENCE_END = /[.!?…。！？؟।։][\p{Pe}\p{Pf}"']*\s*$/u;

/** The complete sentences at the start of a text, and what follows them. */
export function completeSentences(text: string, language: string): { ready: string[]; rest: string } {
	const segments = new Intl.Segmenter(language, { granularity: 'sentence' }).segment(text);
	const ready = Array.from(segments, ({ segment }) => segment);
	const last = ready.at(-1) ?? '';
	if (SENTENCE_END.test(last)) return { ready, rest: '' };
	return { ready: ready.slice(0, -1), rest: last };
}

/**
 * One conversation of a connection: takes text as it comes and has it spoken in its order, a sentence at a time.
 */
export class SpeechContext {
	readonly #language: string;
	readonly #speak: (text: string) => Promise<void>;
	#buffer = '';
	#work: Promise<void> = Promise.resolve();

	/** @param speak says a piece of text; it does not throw */
	constructor(language: string, speak: (text: string) => Promise<void>) {
		this.#language = language;
		this.#speak = speak;
	}

	/** Speaks the sentences that are complete now. A lone space only keeps the connection alive. */
	add(text: string): void {
		if (text.trim() === '') return;
		const { ready, rest } = completeSentences(this.#buffer + text, this.#language);
		this.#buffer = rest;
		for (const sentence of ready) this.#say(sentence);
	}

	/** Speaks what is there, complete or not. */
	flush(): void {
		this.#say(this.#buffer);
		this.#buffer = '';
	}

	/** Settles when all that was flushed has been sent. */
	done(): Promise<void> {
		return this.#work;
	}

	#say(text: string): void {
		if (text.trim() !== '') this.#work = this.#work.then(() => this.#speak(text));
	}
}
