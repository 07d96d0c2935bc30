/** The shortest of several runs in ms: what other programs take from it only makes a run longer. */
function shortest(run: () => void, runs = 3): number {
	const times = Array.from({ length: runs }, () => {
		const start = performance.now();
		run();
		return performance.now() - start;
	});
	return Math.min(...times);
}

/**
 * How many times as long work takes for four times the input: about 4 where it is linear, 16 where it is
 * quadratic. Less than 5 ms for the smaller input counts as 5 ms, as that is mostly noise.
 */
export function growth<Input>(make: (size: number) => Input, size: number, work: (input: Input) => void) {
	const [small, large] = [make(size), make(size * 4)];
	work(small); // warms up
	return (
		shortest(() => {
			work(large);
		}) /
		Math.max(
			5,
			shortest(() => {
				work(small);
			}),
		)
	);
}

/** Between linear and quadratic, with room for a busy machine. */
export const LINEAR = 9;
