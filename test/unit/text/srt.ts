const milliseconds = (clock: string) => {
	const [hours = 0, minutes = 0, seconds = 0] = clock.replace(',', '.').split(':').map(Number);
	return Math.round(((hours * 60 + minutes) * 60 + seconds) * 1000);
};

/** Parses a SubRip file without validating it; the property tests do that. */
export const parseSrt = (srt: string) =>
	srt.split(/\n\n/).map((block) => {
		const [, times = '', ...lines] = block.trimEnd().split('\n');
		const [startMs, endMs] = times.split(' --> ').map(milliseconds);
		return { startMs: startMs ?? NaN, endMs: endMs ?? NaN, lines };
	});
