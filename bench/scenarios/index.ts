import type { Scenario } from '../scenario.ts';
import { largeAnswer } from './largeAnswer.ts';
import { limit } from './limit.ts';
import { longText } from './longText.ts';
import { manyItems } from './manyItems.ts';

/** In the order of the report. */
export const SCENARIOS: readonly Scenario[] = [manyItems, largeAnswer, limit, longText];
