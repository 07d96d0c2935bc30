import { characterAt } from './characters';

const words = (list: string) => new Set(list.split(/\s+/).filter((word) => word !== ''));

/**
 * Abbreviations that hardly ever end a sentence, in lower case and without the last dot. One list for all
 * languages, as a text need not say which one it is in; no entry is an everyday word of another language.
 * Left out are those that often do end a sentence (etc., usw., Co., Inc.).
 */
const ABBREVIATIONS = words(`
	mr mrs ms mx dr prof rev hon st sr jr messrs gen col capt lt sgt cmdr gov sen rep pres supt
	vs viz cf approx ave blvd rd mt ft dept esp incl al
	hr fr frl dipl ing mag bzw ca evtl ggf inkl exkl sog vgl bspw str dt engl frz geb gest jh mind
	zzgl ehem allg usf betr bes hrsg verf
	mme mlle mm mgr env éd
	sra srta dña ud uds vd vds dra
	sig dott avv geom rag spett egr gent arch
	dhr mevr mw drs ir bijv blz nl resp
	exmo exma ilmo ilma av
	тов проф гр ул обл гор акад доц
`);

/** Abbreviations only before a number, as some are words as well ("I said no. Then"). */
const BEFORE_NUMBER = words(`
	no nos nr núm num fig figs vol ch chap sec sect art abs para pp p s kap bd abb tab ziff zif ed app
	jan feb mar mär apr jun jul aug sep sept oct okt nov dec dez tel ext hs bl n° стр рис табл гл т
`);

/** Languages that write ordinal numbers with a dot: "3. Oktober", "Ludwig XIV." (CLDR, RBNF rules). */
const ORDINAL_DOT = words('bs cs da de et eu fi fo gsw hr hu is lb lv nb nn no pl sk sl sr tr');

const TOKEN = /[\p{L}\p{M}\p{N}.,٫٬’'°-]+$/u;
const NUMBER = /^\p{Nd}{1,3}$/u;
const ROMAN = /^[IVX]+$/;
const SINGLE_LETTER = /^\p{L}\p{M}*$/u;
const DIGIT = /^\p{Nd}/u;
/** No entry above is longer. */
const LONGEST = 16;

const languageOf = (locale: string | undefined) => locale?.toLowerCase().split(/[-_]/)[0];

/**
 * Whether a dot does not end a sentence although a capital letter or a number follows, which
 * `Intl.Segmenter` takes for a new one: abbreviations, initials, ordinal numbers, numbers of a list. Errs
 * on the side of one sentence: a text parted after "Dr." sounds worse than one parted elsewhere.
 *
 * @param dot Offset of the dot.
 * @param following Offset of what comes after it and after white space.
 */
export function isAbbreviationDot(text: string, dot: number, following: number, locale?: string): boolean {
	const start = Math.max(0, dot - LONGEST);
	const token = TOKEN.exec(text.slice(start, dot))?.[0];
	if (token === undefined || token.endsWith('.')) return false; // "Well... Then"

	const language = languageOf(locale);
	if (NUMBER.test(token)) {
		const tokenStart = dot - token.length;
		const isListItem = tokenStart === 0 || /[\r\n]/.test(text.charAt(tokenStart - 1));
		// Without a language, "am 3. Oktober" counts for more than "He was 42. Then".
		return isListItem || (language === undefined ? token.length < 3 : ORDINAL_DOT.has(language));
	}
	const lower = token.toLowerCase();
	const last = lower.slice(lower.lastIndexOf('.') + 1);
	if (SINGLE_LETTER.test(last)) return true; // "J. R. Smith", "z. B.", "U.S."
	if (ABBREVIATIONS.has(lower) || ABBREVIATIONS.has(last)) return true;
	if (BEFORE_NUMBER.has(lower)) return DIGIT.test(characterAt(text, following));
	return language !== undefined && ORDINAL_DOT.has(language) && ROMAN.test(token);
}
