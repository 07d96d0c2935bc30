import FormData from 'form-data';
import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Agent, type Dispatcher } from 'undici';

import { sampleFile } from '../audio/files.ts';
import type { Prepare, Run, SpeechWork, Target, UploadWork } from '../work.ts';
import { requestBody, unsuitable } from './wire.ts';

const TOO_MANY = 429;

type Request = Pick<Dispatcher.RequestOptions, 'headers' | 'body'>;

/** The baseline: the least work that is possible, without n8n. */
export function loadUndici(folder: string): Prepare {
	const agent = new Agent();
	return async (work, target) => {
		switch (work.kind) {
			case 'speech':
				return speech(agent, folder, work, target);
			case 'upload':
				return uploads(agent, folder, work, target, await sampleFile(folder, work.sampleBytes));
			default:
				throw unsuitable('undici', work);
		}
	};
}

function speech(agent: Agent, folder: string, work: SpeechWork, target: Target): Run {
	const headers = { 'x-api-key': target.apiKey, version: 'v1', 'content-type': 'application/json' };
	const request = (text: string) => ({ headers, body: JSON.stringify(requestBody(text, work.format)) });
	return each(work, folder, (text, file) =>
		send(agent, `${target.baseUrl}/text_to_speech`, () => request(text), file),
	);
}

function uploads(agent: Agent, folder: string, work: UploadWork, target: Target, sample: string): Run {
	const request = async (text: string): Promise<Request> => {
		const form = new FormData();
		form.append('audio_file', createReadStream(sample), { knownLength: (await stat(sample)).size });
		form.append('text', text);
		const headers = {
			...form.getHeaders({ authorization: `Bearer ${target.apiKey}` }),
			'content-length': String(form.getLengthSync()),
		};
		return { headers, body: form.pipe(new PassThrough()) };
	};
	return each(work, folder, (text, file) =>
		send(agent, `${target.baseUrl}/sync-clone`, () => request(text), file),
	);
}

/** Keeps as many requests in flight as the work says. */
function each(
	{ texts, inFlight }: SpeechWork | UploadWork,
	folder: string,
	one: (text: string, file: string) => Promise<void>,
): Run {
	return async () => {
		const files: string[] = [];
		const remaining = texts.entries();
		const sendInSequence = async () => {
			for (const [index, text] of remaining) {
				const file = path.join(folder, `${index}.audio`);
				await one(text, file);
				files.push(file);
			}
		};
		await Promise.all(Array.from({ length: inFlight }, sendInSequence));
		return { files };
	};
}

/** Streams a response to a file. Repeats a rejected request immediately. */
async function send(
	agent: Agent,
	url: string,
	request: () => Request | Promise<Request>,
	file: string,
): Promise<void> {
	const { origin, pathname } = new URL(url);
	for (;;) {
		const { statusCode, body } = await agent.request({
			origin,
			path: pathname,
			method: 'POST',
			...(await request()),
		});
		if (statusCode === TOO_MANY) {
			await body.dump();
			continue;
		}
		if (statusCode !== 200) throw new Error(`undici got ${statusCode}: ${await body.text()}`);
		await pipeline(body, createWriteStream(file));
		return;
	}
}
