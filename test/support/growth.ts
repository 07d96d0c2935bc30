/** The shortest of several runs in ms, because other programs can only make a run longer. */
function shortest(run: () => void, runs = 3): number {
	const times = Array.from({ length: runs }, () => {
		const start = performance.now();
		run();
		return performance.now() - start;
	});
	return Math.min(...times);
}

/**
 * How much longer work takes with four times the input: about 4 times if it is linear, 16 times if it is quadratic.
 * Less than 5 ms for the smaller input is mostly noise and counts as 5 ms.
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

/** Between linear and quadratic, with tolerance for a busy machine. */
export const LINEAR = 9;
