import { describe, expect, it } from '@jest/globals';
import FormData from 'form-data';

import { cloneRun, sampleItem, wavSample } from '../support/aiVoiceCloneFree';
import { asyncFlowRun, operation } from '../support/asyncFlow';
import { faseehRun, hum } from '../support/faseeh';
import type { NodeRun } from '../support/n8nCore';
import type { FormNotes, JournalEntry } from '../support/playground';
import { useWorld } from '../support/world';

const world = useWorld();

const FILE_NAME = 'Übung „eins“ №1.wav';
const FILE = { filename: FILE_NAME, contentType: 'audio/wav' };
const TEXT = 'Line one\r\nline two: "quotes", ünïcödé, السَّلامُ 👩‍🚀 and --boundary--';
const SAMPLE = wavSample(12);
const HUM = hum();

interface Upload {
	name: string;
	url: () => string;
	authorization: () => Record<string, string>;
	sample: Buffer;
	run: () => NodeRun;
	/** The fields in the order that the node sends them. */
	fields: Array<[name: string, value: string | Buffer]>;
}

const UPLOADS: Upload[] = [
	{
		name: 'AsyncFlow, Clone',
		url: () => `${world.playground.baseUrl('asyncflow')}/voices/clone`,
		authorization: () => ({ 'x-api-key': world.account.apiKey, version: 'v1' }),
		sample: SAMPLE,
		run: () => ({
			...asyncFlowRun(world.playground, world.account),
			parameters: operation('voice', 'clone', {
				binaryPropertyName: 'data',
				name: 'Näme',
				language: 'en',
				enhance: true,
				additionalFields: { description: TEXT },
			}),
		}),
		fields: [
			['audio', SAMPLE],
			['name', 'Näme'],
			['language', 'en'],
			['enhance', 'true'],
			['description', TEXT],
		],
	},
	{
		name: 'AI Voice Clone Free, Clone',
		url: () => `${world.playground.baseUrl('aivoiceclonefree')}/sync-clone`,
		authorization: () => ({ authorization: `Bearer ${world.account.apiKey}` }),
		sample: SAMPLE,
		run: () => cloneRun(world.playground, world.account, { text: TEXT, options: { speed: 1.25 } }),
		fields: [
			['audio_file', SAMPLE],
			['text', TEXT],
			['speed', '1.25'],
		],
	},
	{
		name: 'Faseeh, Preview',
		url: () => `${world.playground.baseUrl('faseeh')}/voices/preview`,
		authorization: () => ({ 'x-api-key': world.account.apiKey }),
		sample: HUM,
		run: () =>
			faseehRun(world.playground, world.account, { resource: 'voice', operation: 'preview', text: TEXT }),
		fields: [
			['file', HUM],
			['text', TEXT],
			['similarity', '0.75'],
			['model_id', 'faseeh-mini-v1-preview'],
		],
	},
];

/** What the provider parsed, without the headers that differ between clients. */
const parsed = ({ method, path, body }: JournalEntry) => ({ method, path, body });

/** Node's FormData, as n8n sends it, against the library that most Node.js clients use. */
describe('a multipart request of the node', () => {
	it.each(UPLOADS)('$name is parsed like one built with form-data', async (upload) => {
		const item = await sampleItem(world.core, upload.sample, FILE_NAME, 'audio/wav');
		const { error } = await world.core.run({ ...upload.run(), items: [item] });
		expect(error).toBeUndefined();

		const form = new FormData();
		for (const [name, value] of upload.fields) {
			if (typeof value === 'string') form.append(name, value);
			else form.append(name, value, FILE);
		}
		const response = await fetch(upload.url(), {
			method: 'POST',
			headers: { ...upload.authorization(), ...form.getHeaders() },
			body: new Uint8Array(form.getBuffer()),
		});
		await response.arrayBuffer();
		expect(response.status).toBeLessThan(300);

		const [own, reference] = (await world.account.requests()).map(parsed);
		expect((own?.body as FormNotes).files).toMatchObject([{ name: FILE_NAME, bytes: upload.sample.length }]);
		expect(own).toEqual(reference);
	});
});
