import { characterAt } from './characters';

const words = (list: string) => new Set(list.split(/\s+/).filter((word) => word !== ''));

/**
 * Abbreviations that rarely end a sentence, in lower case and without the last dot. One list for all languages,
 * since the language of a text may be unknown; no entry is a common word in another language. Excludes those that
 * often end a sentence (etc., usw., Co., Inc.).
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

/** Abbreviations only before a number, since some are also words ("I said no. Then"). */
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
/** In characters; no entry above is longer. */
const MAX_LENGTH = 16;

const languageOf = (locale: string | undefined) => locale?.toLowerCase().split(/[-_]/)[0];

/**
 * Whether a dot belongs to an abbreviation, an initial, an ordinal number or a list number, although a capital
 * letter or a number follows, where `Intl.Segmenter` starts a new sentence. In doubt returns `true`: a text split
 * after "Dr." sounds worse than one split elsewhere.
 *
 * @param dot Offset of the dot.
 * @param following Offset of the text after the dot and white space.
 * @param locale BCP 47 language tag.
 */
export function isAbbreviationDot(text: string, dot: number, following: number, locale?: string): boolean {
	const start = Math.max(0, dot - MAX_LENGTH);
	const token = TOKEN.exec(text.slice(start, dot))?.[0];
	if (token === undefined || token.endsWith('.')) return false; // "Well... Then"

	const language = languageOf(locale);
	if (NUMBER.test(token)) {
		const tokenStart = dot - token.length;
		const isListItem = tokenStart === 0 || /[\r\n]/.test(text.charAt(tokenStart - 1));
		// In an unknown language, prefer "am 3. Oktober" to "He was 42. Then".
		return isListItem || (language === undefined ? token.length < 3 : ORDINAL_DOT.has(language));
	}
	const lower = token.toLowerCase();
	const last = lower.slice(lower.lastIndexOf('.') + 1);
	if (SINGLE_LETTER.test(last)) return true; // "J. R. Smith", "z. B.", "U.S."
	if (ABBREVIATIONS.has(lower) || ABBREVIATIONS.has(last)) return true;
	if (BEFORE_NUMBER.has(lower)) return DIGIT.test(characterAt(text, following));
	return language !== undefined && ORDINAL_DOT.has(language) && ROMAN.test(token);
}
