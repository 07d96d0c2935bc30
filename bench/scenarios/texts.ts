/** Short texts that all differ, so that every request is different. */
export const shortTexts = (count: number): string[] =>
	Array.from({ length: count }, (_, index) => `Number ${index + 1}.`);

/** Small files, so that the playground's encoder is not what is measured. */
export const SMALL_MP3 = { container: 'mp3', sample_rate: 8000, bit_rate: 32_000 } as const;
