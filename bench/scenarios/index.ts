import type { Scenario } from '../scenario.ts';
import { audio } from './audio.ts';
import { largeAnswer, memory } from './largeAnswer.ts';
import { limit, rate } from './limit.ts';
import { load } from './load.ts';
import { longText } from './longText.ts';
import { cpu, manyItems } from './manyItems.ts';

/** In the order of the report. */
const SCENARIOS: readonly Scenario[] = [manyItems, cpu, limit, rate, largeAnswer, memory, longText, audio];

export const NAMES: readonly string[] = [...SCENARIOS.map(({ name }) => name), 'load'];

/**
 * The scenarios of these names, or all.
 *
 * @param prepareLoad Prepares the load scenario; called only if it is selected.
 */
export async function chooseScenarios(
	names: readonly string[],
	prepareLoad: () => Promise<Parameters<typeof load>>,
): Promise<Scenario[]> {
	const wanted = (name: string) => names.length === 0 || names.includes(name);
	const chosen = SCENARIOS.filter(({ name }) => wanted(name));
	return wanted('load') ? [...chosen, load(...(await prepareLoad()))] : chosen;
}
