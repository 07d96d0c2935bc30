/** For an even number of values, the mean of the two in the middle. NaN for none. */
export function median(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	const middle = sorted.length / 2;
	const [low = NaN, high = low] = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1);
	return (low + high) / 2;
}

/** "1.2 (1.1–1.4)": the median, and the smallest and largest values if they differ. */
export function withSpread(values: readonly number[], digits: number): string {
	const text = (value: number) => value.toFixed(digits);
	const [least, most] = [text(Math.min(...values)), text(Math.max(...values))];
	return least === most ? least : `${text(median(values))} (${least}–${most})`;
}
