import type { Registry } from '../../shared/operation/registry';
import { clone } from './speech/clone.operation';
import { create } from './task/create.operation';
import { createAndWait } from './task/createAndWait.operation';
import { getResult } from './task/getResult.operation';
import { getStatus } from './task/getStatus.operation';

/** All that the node can do; its description and its dispatch derive from this. */
export const operations = {
	speech: { name: 'Speech', operations: { clone } },
	task: { name: 'Task', operations: { create, createAndWait, getStatus, getResult } },
} as const satisfies Registry;
