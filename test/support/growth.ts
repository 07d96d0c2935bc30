/** Processor time of this thread in ms. Unlike elapsed time, it does not depend on other programs. */
function cpuMilliseconds(): number {
	const { user, system } = process.threadCpuUsage();
	return (user + system) / 1000;
}

/** The shortest of several runs in ms, because garbage collection can only make a run longer. */
function shortest(run: () => void, runs = 3): number {
	const times = Array.from({ length: runs }, () => {
		const start = cpuMilliseconds();
		run();
		return cpuMilliseconds() - start;
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

/** Between linear and quadratic, with tolerance for noise. */
export const LINEAR = 9;
