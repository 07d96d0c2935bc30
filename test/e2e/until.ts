import { setTimeout as sleep } from 'node:timers/promises';

import type { N8nClient } from '../../scripts/n8n/client.ts';

/** Asks again and again until the answer is right, and returns it; throws after so many milliseconds. */
export async function until<Answer>(
	ask: () => Promise<Answer>,
	isRight: (answer: Answer) => boolean,
	patience = 15_000,
): Promise<Answer> {
	const deadline = Date.now() + patience;
	for (;;) {
		const answer = await ask();
		if (isRight(answer)) return answer;
		if (Date.now() > deadline) throw new Error(`Waited in vain. The last answer: ${JSON.stringify(answer)}`);
		await sleep(50);
	}
}

const OVER = new Set(['success', 'error', 'canceled', 'crashed']);

/** How so many executions of a workflow ended, the newest first. A webhook is answered before that. */
export async function outcomes(client: N8nClient, workflowId: string, count: number): Promise<string[]> {
	const executions = await until(
		async () => await client.executions(workflowId),
		(found) => found.length === count && found.every(({ status }) => OVER.has(status)),
	);
	return executions.map(({ status }) => status);
}
