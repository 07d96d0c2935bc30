/**
 * Characters that speech engines read aloud: letters, digits, emoji, and symbols with a spoken name such as € + = °.
 * Also % & @ # § ‰, which Unicode classifies as punctuation. Without combining marks, which are silent without
 * their letter.
 *
 * Excludes similar characters that are not read aloud: invisible ones (Hangul fillers are letters), | and ~,
 * punctuation that may be an emoji (‼ ⁉ 〰), lines, blocks and bullets (U+2500 to U+25FF), the Braille blank, and
 * the replacement characters.
 */
const SPOKEN =
	/(?![\p{Default_Ignorable_Code_Point}|~｜～‼⁉〰\u2500-\u25ff\u2800\ufffc\ufffd])[\p{L}\p{N}\p{Sc}\p{Sm}\p{So}\p{Extended_Pictographic}\p{Emoji_Modifier}%&@#§‰‱٪؉؊﹟﹠﹪﹫＃％＆＠]/u;

/**
 * Whether a text has nothing to read aloud: only white space, punctuation, control and invisible characters, marks
 * without a letter, lone surrogates and ornaments. Providers charge for such a text and return no audio.
 */
export const isSilent = (text: string) => !SPOKEN.test(text);
