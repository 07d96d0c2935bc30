import fc from 'fast-check';

/** Fragments of texts, including difficult ones. */
const FRAGMENTS = [
	...[
		'word',
		'Dr. ',
		'z. B. ',
		'Fine. ',
		'So, ',
		'. ',
		'?',
		' ',
		'  ',
		'\n',
		'\r\n',
		'\n\n',
		'\t',
		'\u00a0',
		'\u2029',
	],
	...[
		'1',
		'23',
		'4.5',
		'1.000,50',
		'12 000',
		'3,',
		'١٢',
		'<break time="1s"/>',
		"<break time='400ms'/>",
		'<phonemes>',
		'</phonemes>',
		'<digits>',
		'</digits>',
		'<x y="z">',
		'<a',
		'>',
		'"',
		'(',
		')',
		'。',
		'，',
		'「',
		'」',
	],
	...[
		'مُحَمَّد',
		'، ',
		'؟ ',
		'क्षत्रिय',
		'한국',
		'\u1112\u1161\u11ab',
		'สวัสดี',
		'北京',
		'ですね',
		'e\u0301',
		'\u0301',
		'\u200d',
		'\ufe0f',
	],
	...[
		'👨‍👩‍👧‍👦',
		'🇩🇪',
		'\u{1f1e9}',
		'👍🏽',
		'\ud83d',
		'\udc4d',
		'\u0600',
		'\u{10d30}',
		'𠀀',
		'\u{e0061}',
		'\r',
		'\0',
		'\ufeff',
	],
];

/** Any text, with difficult fragments more often than by chance. */
export const anyText = fc.oneof(
	fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 60 }).map((fragments) => fragments.join('')),
	fc.string({ unit: 'binary', maxLength: 80 }),
	fc.string({ unit: 'grapheme', maxLength: 80 }),
	fc
		.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 80 })
		.map((units) => String.fromCharCode(...units)),
	// Longer than the text that one segmenter call receives.
	fc
		.tuple(fc.constantFrom(...FRAGMENTS), fc.constantFrom(...FRAGMENTS), fc.integer({ min: 100, max: 400 }))
		.map(([a, b, times]) => (a + b).repeat(times)),
);
