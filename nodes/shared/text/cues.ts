import { endsClause } from './boundaries';
import { glue, isClosingMark, joinWords, LINE_WIDTH, widthOf } from './lines';
import { sentenceStarts } from './sentences';

/** A spoken word and when it is spoken, in milliseconds from the start of the audio. */
export interface Word {
	text: string;
	startMs: number;
	endMs: number;
}

export interface SubtitleOptions {
	/** Length of the audio in ms; without it, the audio is taken to end with the last word. */
	durationMs?: number | undefined;
	/** BCP 47 language tag, for abbreviations at what looks like the end of a sentence. */
	locale?: string | undefined;
}

/** What is shown at one time. Times are whole milliseconds, `startMs` < `endMs` <= the next `startMs`. */
export interface Cue {
	readonly startMs: number;
	readonly endMs: number;
	readonly words: readonly string[];
}

// Durations, and the reading speed for adults: Netflix Timed Text Style Guide, general and English (17
// to 20 characters a second; BBC Subtitle Guidelines: 160 to 180 words a minute, about the same).
export const MIN_CUE_MS = 833; // 5/6 s
export const MAX_CUE_MS = 7000;
const COLUMNS_PER_SECOND = 17;
/** A pause that a viewer notices. */
export const PAUSE_MS = 700;
/** A cue of words that take no column, such as lone vowel signs, ends with these: others have no room for as many. */
const MAX_UNITS = 2 * LINE_WIDTH + 1;
/** 100,000 hours: nobody speaks longer, and larger numbers no longer have a millisecond. */
const LATEST_MS = 360_000_000_000;

/** A word, together with closing marks that come as words of their own. */
interface Unit extends Word {
	width: number;
	/** Columns between the unit before it and this one. */
	gap: number;
	/** A pause comes before it. */
	afterPause: boolean;
	startsSentence: boolean;
	endsClause: boolean;
}

/** Groups words into cues, every word once and in the order given. */
export function makeCues(words: readonly Word[], options: SubtitleOptions = {}): Cue[] {
	const clean = sanitise(words, options.durationMs);
	const units = toUnits(clean, options.locale);
	const lastEnd = clean.reduce((latest, { endMs }) => Math.max(latest, endMs), 0);
	const limit = limitOf(options.durationMs) ?? lastEnd;
	return schedule(group(units, limit), limit);
}

const limitOf = (durationMs: number | undefined) =>
	durationMs !== undefined && durationMs > 0 ? Math.min(LATEST_MS, Math.floor(durationMs)) : undefined;

/**
 * Words without line breaks and control characters, in whole milliseconds within the audio. Words that are
 * empty then are dropped. The order of the list is the order of speech, so a word that starts before the
 * one in front of it is moved to that one's start, and one that ends before its start ends with it. A time
 * that is not a number is taken to be the end of the word before (start), or the word's start (end).
 */
function sanitise(words: readonly Word[], durationMs: number | undefined): Word[] {
	const latest = limitOf(durationMs) ?? LATEST_MS;
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
 * What is wrong with a cue, in arbitrary units. A cue that runs over the end of a sentence costs more than
 * any two that do not, but less than one too short to read, so that "Yes." stays with what follows.
 */
const COST = { cue: 1, emptiness: 2, breakInPhrase: 3, breakAfterClause: 1, sentenceInside: 6, tooShort: 12 };

/** Groups units so that the sum of the costs is the least (dynamic programming over the last cue). */
function group(units: readonly Unit[], limit: number): Unit[][] {
	/** By number of units: the least cost of showing so many, and where the last cue of it begins. */
	const best = [{ cost: 0, from: 0 }];
	for (let to = 1; to <= units.length; to += 1) {
		let found = { cost: Infinity, from: to - 1 };
		for (const { from, cost } of cuesEndingAt(units, to, limit)) {
			const total = (best[from]?.cost ?? 0) + cost;
			if (total < found.cost) found = { cost: total, from };
		}
		best.push(found);
	}
	const groups: Unit[][] = [];
	for (let to = units.length; to > 0;) {
		const from = best[to]?.from ?? 0;
		groups.push(units.slice(from, to));
		to = from;
	}
	return groups.reverse();
}

/** Every cue that may end before the unit `to`, the shortest first; a unit alone always may. */
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
		const isAlone = from === to - 1;
		if (!isAlone && width > 2 * LINE_WIDTH + 1) return;
		if (!isAlone && last.endMs - first.startMs > MAX_CUE_MS) return;
		if (isAlone || fits(units, from, to, width)) {
			const room = (following?.startMs ?? limit) - first.startMs;
			const emptiness = 1 - Math.min(1, width / (2 * LINE_WIDTH));
			const cost =
				COST.cue +
				ending +
				sentencesInside * COST.sentenceInside +
				(room < MIN_CUE_MS ? COST.tooShort : 0) +
				// Squared, so that a sentence is parted in the middle and leaves no single word behind.
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
 * When each cue is shown: from its first word to the end of its last, longer where it could not be read in
 * that time and nothing follows at once, never over the start of the next cue or the end of the audio.
 */
function schedule(groups: readonly Unit[][], limit: number): Cue[] {
	const starts: number[] = [];
	for (const [first] of groups) starts.push(Math.max(first?.startMs ?? 0, (starts.at(-1) ?? -1) + 1));
	// Where many words have the time of the last, their cues begin earlier, so that each has a millisecond.
	const hasRoom = groups.length <= limit;
	const latestEnd = hasRoom ? limit : Infinity;
	const shown = starts.map((start, i) => Math.min(start, latestEnd - (starts.length - i)));

	return groups.map((units, i) => {
		const startMs = shown[i] ?? 0;
		const words = units.map(({ text }) => text);
		const spoken = units.reduce((latest, { endMs }) => Math.max(latest, endMs), startMs);
		const readMs = Math.round((widthOf(joinWords(words)) / COLUMNS_PER_SECOND) * 1000);
		const wanted = Math.min(MAX_CUE_MS, Math.max(MIN_CUE_MS, readMs, spoken - startMs));
		const until = Math.min(shown[i + 1] ?? latestEnd, startMs + wanted);
		return { startMs, endMs: until, words };
	});
}
