import { describe, expect, it } from '@jest/globals';

import { sentenceStarts } from '../../../nodes/shared/text/sentences';

/** The sentences of a text, without white space around them. */
function sentences(text: string, locale?: string) {
	const starts = [0, ...sentenceStarts(text, locale)];
	return starts.map((start, i) => text.slice(start, starts[i + 1]).trim());
}

describe('sentenceStarts', () => {
	it.each([
		['en', ['Mr. Smith met Dr. J. R. Jones, e.g. at 5 p.m. sharp.', 'Then he left.', 'Why?']],
		['en', ['It was No. 5 of 3.14 and 1,000.50.', 'I said no.', 'Then we saw Fig. 2 again.']],
		['en', ['He was 42.', 'Then he left.', '“Really?”', '(Yes.)', 'Go!']],
		['en', ['See https://a.example/b?c=1&d!e.f and U.S. Steel or node.js.', 'It helps.']],
		['en', ['Wait... what is it?', 'Well...', 'Then go.']],
		['en', ['To do:', '1. Buy milk.', '2. Sell it.'], '\n'],
		['de', ['Das sind z. B. Hunde, d. h. Tiere.', 'Dr. Müller wohnt in der Nr. 5 am Ring.', 'Ja.']],
		['de', ['Am 3. Oktober kam Ludwig XIV. Er blieb bis zum 21. Jahrhundert.', '„Gut.“', 'Ende.']],
		['de', ['Es kostet 1.000,50 Euro.', 'Siehe Abs. 3 bzw. Art. 5 dort.', 'Gut!']],
		['fr', ['M. Dupont et Mme. Durand sont là.', 'Vraiment ?', 'Oui !']],
		['es', ['El Sr. García llegó.', '¿De verdad?', '¡Sí!']],
		['ar', ['هل أنت هنا؟', 'نعم، أنا هنا.', 'د. أحمد هنا!']],
		['ur', ['یہ کتاب ہے۔', 'وہ قلم ہے۔']],
		['hi', ['यह किताब है।', 'वह कलम है।']],
		['ru', ['Это А. С. Пушкин.', 'Он жил на ул. Мойка.']],
	])('splits %s: %j', (locale, expected, separator = ' ') => {
		expect(sentences(expected.join(separator), locale)).toEqual(expected);
		expect(expected).toEqual(sentences(expected.join('\n\n'), locale));
	});

	it.each([
		['zh', ['他说：「好。」', '然后走了！', '真的？', '是。', '版本3.14很好。']],
		['ja', ['「元気ですか？」', 'はい。', '元気です！']],
	])('splits %s without white space: %j', (locale, expected) => {
		expect(sentences(expected.join(''), locale)).toEqual(expected);
	});

	it('treats a number with a dot as an ordinal in an unknown language', () => {
		expect(sentences('Am 3. Oktober. Ja.')).toEqual(['Am 3. Oktober.', 'Ja.']);
	});

	it('finds all sentences of a long text, whatever their length', () => {
		for (const words of [1, 50, 99, 100, 101, 130, 300, 1000]) {
			const sentence = `${'Word '.repeat(words)}end.`;
			expect(sentences(new Array(40).fill(sentence).join(' '))).toEqual(new Array(40).fill(sentence));
		}
	});
});
