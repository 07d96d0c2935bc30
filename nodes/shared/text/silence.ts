/**
 * What a speech engine says something for: letters, digits, emoji, and symbols that have a name in speech,
 * such as € + = °. Unicode files % & @ # § ‰ under punctuation, together with marks that are never read
 * aloud, so they are listed. Combining marks are missing, as they say nothing without their letter.
 *
 * Taken out is what looks like one of these but is not read aloud: invisible characters (the fillers of
 * Hangul are letters), | and ~, punctuation that may be an emoji (‼ ⁉ 〰), lines, blocks and bullets (U+2500
 * to U+25FF), the blank of Braille, and what stands for a missing character.
 */
const SPOKEN =
	/(?![\p{Default_Ignorable_Code_Point}|~｜～‼⁉〰\u2500-\u25ff\u2800\ufffc\ufffd])[\p{L}\p{N}\p{Sc}\p{Sm}\p{So}\p{Extended_Pictographic}\p{Emoji_Modifier}%&@#§‰‱٪؉؊﹟﹠﹪﹫＃％＆＠]/u;

/**
 * Whether a text has nothing that a speech engine could say: only white space, punctuation, control and
 * invisible characters, marks without a letter, lone surrogates and ornaments. Such a request is charged and
 * yields no audio.
 */
export const isSilent = (text: string) => !SPOKEN.test(text);
