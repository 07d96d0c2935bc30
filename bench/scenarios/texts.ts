/** Short texts that all differ, so that no two can be taken for the same request. */
export const shortTexts = (count: number): string[] =>
	Array.from({ length: count }, (_, index) => `Number ${index + 1}.`);

/** Small files, which the playground makes fast: what is measured is not its encoder. */
export const SMALL_MP3 = { container: 'mp3', sample_rate: 8000, bit_rate: 32_000 } as const;
