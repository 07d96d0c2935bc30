/** The end of a sentence, with closing quotation marks and brackets. */
const SENTENCE_END = /[.!?…。！？؟।։][\p{Pe}\p{Pf}"']*\s*$/u;

/** The complete sentences at the start of a text, and the rest. */
function completeSentences(text: string, language: string): { ready: string[]; rest: string } {
	const segments = new Intl.Segmenter(language, { granularity: 'sentence' }).segment(text);
	const ready = Array.from(segments, ({ segment }) => segment);
	const last = ready.at(-1) ?? '';
	if (SENTENCE_END.test(last)) return { ready, rest: '' };
	return { ready: ready.slice(0, -1), rest: last };
}

/** One context of a connection: speaks its text in order, a sentence at a time. */
export class SpeechContext {
	readonly #language: string;
	readonly #speak: (text: string) => Promise<void>;
	#buffer = '';
	#work: Promise<void> = Promise.resolve();

	/** @param speak must not throw */
	constructor(language: string, speak: (text: string) => Promise<void>) {
		this.#language = language;
		this.#speak = speak;
	}

	/** Speaks the sentences that are complete. A lone space only keeps the connection alive. */
	add(text: string): void {
		if (text.trim() === '') return;
		const { ready, rest } = completeSentences(this.#buffer + text, this.#language);
		this.#buffer = rest;
		for (const sentence of ready) this.#enqueue(sentence);
	}

	/** Speaks the rest, even if it is incomplete. */
	flush(): void {
		this.#enqueue(this.#buffer);
		this.#buffer = '';
	}

	/** Resolves when everything that was flushed has been sent. */
	done(): Promise<void> {
		return this.#work;
	}

	#enqueue(text: string): void {
		if (text.trim() !== '') this.#work = this.#work.then(() => this.#speak(text));
	}
}
