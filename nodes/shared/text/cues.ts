import { endsClause } from './boundaries';
import { glue, isClosingMark, joinWords, LINE_WIDTH, widthOf } from './lines';
import { sentenceStarts } from './sentences';

/** A spoken word with its times, in milliseconds from the start of the audio. */
export interface Word {
	text: string;
	startMs: number;
	endMs: number;
}

export interface SubtitleOptions {
	/** Length of the audio. By default, the audio ends with the last word. */
	durationMs?: number | undefined;
	/** BCP 47 language tag. Helps to recognize abbreviations. */
	locale?: string | undefined;
}

/** One subtitle. Times are whole milliseconds, `startMs` < `endMs` <= the next `startMs`. */
export interface Cue {
	readonly startMs: number;
	readonly endMs: number;
	readonly words: readonly string[];
}

// Durations and adult reading speed: Netflix Timed Text Style Guide, general and English (17 to 20 characters
// a second, about the 160 to 180 words a minute of the BBC Subtitle Guidelines).
const MIN_CUE_MS = 833; // 5/6 s
const MAX_CUE_MS = 7000;
const COLUMNS_PER_SECOND = 17;
/** A noticeable pause. */
const PAUSE_MS = 700;
/** Bounds a cue of words without width, such as lone vowel signs. Other cues are full earlier. */
const MAX_UNITS = 2 * LINE_WIDTH + 1;
/** 100,000 hours. Much larger numbers lose the precision of a millisecond. */
const MAX_TIME_MS = 360_000_000_000;

/** A word with the closing marks after it, which may be separate entries in the list. */
interface Unit extends Word {
	width: number;
	/** Columns between the previous unit and this one. */
	gap: number;
	afterPause: boolean;
	startsSentence: boolean;
	endsClause: boolean;
}

/** Groups words into cues: each word once, in the given order. */
export function makeCues(words: readonly Word[], options: SubtitleOptions = {}): Cue[] {
	const clean = sanitize(words, options.durationMs);
	const units = toUnits(clean, options.locale);
	const lastEnd = clean.reduce((latest, { endMs }) => Math.max(latest, endMs), 0);
	const limit = limitOf(options.durationMs) ?? lastEnd;
	return schedule(group(units, limit), limit);
}

const limitOf = (durationMs: number | undefined) =>
	durationMs !== undefined && durationMs > 0 ? Math.min(MAX_TIME_MS, Math.floor(durationMs)) : undefined;

/**
 * Removes line breaks, control characters and empty words, and rounds times to whole milliseconds within the
 * audio. The order of the list is the order of speech: a word cannot start before the previous word starts, nor
 * end before it starts itself. If a time is not a number, the word starts at the end of the previous word, or ends
 * when it starts.
 */
function sanitize(words: readonly Word[], durationMs: number | undefined): Word[] {
	const latest = limitOf(durationMs) ?? MAX_TIME_MS;
	const clamp = (ms: number, earliest: number) => Math.min(latest, Math.max(earliest, Math.round(ms)));
	const clean: Word[] = [];
	let previous: Word = { text: '', startMs: 0, endMs: 0 };
	for (const word of words) {
		const text = word.text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
		if (text === '') continue;
		const start = Number.isFinite(word.startMs) ? word.startMs : previous.endMs;
		const startMs = clamp(start, previous.startMs);
		const endMs = clamp(Number.isFinite(word.endMs) ? word.endMs : startMs, startMs);
		previous = { text, startMs, endMs };
		clean.push(previous);
	}
	return clean;
}

function toUnits(words: readonly Word[], locale: string | undefined): Unit[] {
	const units: Unit[] = [];
	for (const word of words) {
		const last = units.at(-1);
		const width = widthOf(word.text);
		if (last !== undefined && isClosingMark(word.text) && last.width + width <= LINE_WIDTH) {
			last.text += word.text;
			last.width += width;
			last.endMs = Math.max(last.endMs, word.endMs);
			continue;
		}
		const gap = last === undefined ? 0 : glue(last.text, word.text).length;
		const afterPause = last !== undefined && word.startMs - last.endMs >= PAUSE_MS;
		units.push({ ...word, width, gap, afterPause, startsSentence: false, endsClause: false });
	}
	markSentences(units, locale);
	return units;
}

function markSentences(units: Unit[], locale: string | undefined): void {
	const starts = new Set(sentenceStarts(joinWords(units.map(({ text }) => text)), locale));
	let at = 0;
	for (const unit of units) {
		at += unit.gap;
		unit.startsSentence = starts.has(at);
		unit.endsClause = endsClause(unit.text, unit.text.length);
		at += unit.text.length;
	}
}

/**
 * Cost of the flaws of a cue, in arbitrary units. A cue with the end of a sentence inside costs more than any
 * two cues without, but less than one that is too short to read: "Yes." stays with the next sentence.
 */
const COST = { cue: 1, emptiness: 2, breakInPhrase: 3, breakAfterClause: 1, sentenceInside: 6, tooShort: 12 };

/** Groups units at the minimum total cost (dynamic programming over the last cue). */
function group(units: readonly Unit[], limit: number): Unit[][] {
	/** By number of units: the minimum cost of showing them, and the start of their last cue. */
	const best = [{ cost: 0, from: 0 }];
	for (let to = 1; to <= units.length; to += 1) {
		let cheapest = { cost: Infinity, from: to - 1 };
		for (const { from, cost } of cuesEndingAt(units, to, limit)) {
			const total = (best[from]?.cost ?? 0) + cost;
			if (total < cheapest.cost) cheapest = { cost: total, from };
		}
		best.push(cheapest);
	}
	const groups: Unit[][] = [];
	for (let to = units.length; to > 0;) {
		const from = best[to]?.from ?? 0;
		groups.push(units.slice(from, to));
		to = from;
	}
	return groups.reverse();
}

/** Yields all possible cues that end before the unit `to`, the shortest first; a single unit is always possible. */
function* cuesEndingAt(
	units: readonly Unit[],
	to: number,
	limit: number,
): Generator<{ from: number; cost: number }> {
	const last = units[to - 1];
	const following = units[to];
	if (last === undefined) return;
	let ending = 0;
	if (following !== undefined && !following.startsSentence && !following.afterPause) {
		ending = last.endsClause ? COST.breakAfterClause : COST.breakInPhrase;
	}
	let width = 0;
	let sentencesInside = 0;
	for (let from = to - 1; from >= Math.max(0, to - MAX_UNITS); from -= 1) {
		const first = units[from];
		if (first === undefined) return;
		width += first.width + (from === to - 1 ? 0 : (units[from + 1]?.gap ?? 0));
		const isSingle = from === to - 1;
		if (!isSingle && width > 2 * LINE_WIDTH + 1) return;
		if (!isSingle && last.endMs - first.startMs > MAX_CUE_MS) return;
		if (isSingle || fits(units, from, to, width)) {
			const room = (following?.startMs ?? limit) - first.startMs;
			const emptiness = 1 - Math.min(1, width / (2 * LINE_WIDTH));
			const cost =
				COST.cue +
				ending +
				sentencesInside * COST.sentenceInside +
				(room < MIN_CUE_MS ? COST.tooShort : 0) +
				// Squared, so that a sentence is split in the middle, not before its last word.
				emptiness ** 2 * COST.emptiness;
			yield { from, cost };
		}
		if (first.afterPause) return;
		if (first.startsSentence) sentencesInside += 1;
	}
}

/** Whether units fit on one line, or on two with a break between units. */
function fits(units: readonly Unit[], from: number, to: number, width: number): boolean {
	if (width <= LINE_WIDTH) return true;
	let above = 0;
	for (let i = from; i < to; i += 1) {
		const { width: unitWidth = 0 } = units[i] ?? {};
		const gap = units[i]?.gap ?? 0;
		if (i > from && above <= LINE_WIDTH && width - above - gap <= LINE_WIDTH) return true;
		above += (i === from ? 0 : gap) + unitWidth;
	}
	return false;
}

/**
 * Sets the times of each cue: from the start of its first word to the end of its last word, and longer if that is
 * too short to read it, but not past the start of the next cue or the end of the audio.
 */
function schedule(groups: readonly Unit[][], limit: number): Cue[] {
	const starts: number[] = [];
	for (const [first] of groups) starts.push(Math.max(first?.startMs ?? 0, (starts.at(-1) ?? -1) + 1));
	// If many words share the last time, their cues start earlier, so that each is shown for a millisecond.
	const hasRoom = groups.length <= limit;
	const latestEnd = hasRoom ? limit : Infinity;
	const cueStarts = starts.map((start, i) => Math.min(start, latestEnd - (starts.length - i)));

	return groups.map((units, i) => {
		const startMs = cueStarts[i] ?? 0;
		const words = units.map(({ text }) => text);
		const speechEnd = units.reduce((latest, { endMs }) => Math.max(latest, endMs), startMs);
		const readMs = Math.round((widthOf(joinWords(words)) / COLUMNS_PER_SECOND) * 1000);
		const durationMs = Math.min(MAX_CUE_MS, Math.max(MIN_CUE_MS, readMs, speechEnd - startMs));
		return { startMs, endMs: Math.min(cueStarts[i + 1] ?? latestEnd, startMs + durationMs), words };
	});
}
