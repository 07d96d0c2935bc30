import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Agent } from 'undici';

import type { Speak, Target, Work } from '../work.ts';
import { requestBody } from './wire.ts';

/** The floor: the least that must be done, without n8n around it. */
export function loadUndici(folder: string): Speak {
	const agent = new Agent();
	return async (work, target) => {
		const files: string[] = [];
		const texts = work.texts.entries();
		const sendOneAfterTheOther = async () => {
			for (const [index, text] of texts) {
				const file = path.join(folder, `${index}.${work.format.container}`);
				await speakOne(agent, target, text, work, file);
				files.push(file);
			}
		};
		await Promise.all(Array.from({ length: work.atOnce }, sendOneAfterTheOther));
		return { files };
	};
}

async function speakOne(agent: Agent, target: Target, text: string, work: Work, file: string): Promise<void> {
	const { statusCode, body } = await agent.request({
		origin: new URL(target.baseUrl).origin,
		path: `${new URL(target.baseUrl).pathname}/text_to_speech`,
		method: 'POST',
		headers: { 'x-api-key': target.apiKey, version: 'v1', 'content-type': 'application/json' },
		body: JSON.stringify(requestBody(text, work.format)),
	});
	if (statusCode !== 200) throw new Error(`undici got ${statusCode}: ${await body.text()}`);
	await pipeline(body, createWriteStream(file));
}
