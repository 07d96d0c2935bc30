import { describe, expect, it } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';

import { faseehRun, sampleItem } from '../../support/faseeh';
import { shown } from '../../support/n8nCore';
import type { Fault } from '../../support/playground';
import { useWorld } from '../../support/world';

const world = useWorld();

async function run(changes: INodeParameters) {
	return await world.core.run({
		...faseehRun(world.playground, world.account, changes),
		items: [await sampleItem(world.core)],
	});
}

const instead = (contentType: string, body: string): Fault => ({
	kind: 'raw',
	status: 200,
	contentType,
	body,
});

describe('what comes in place of samples', () => {
	it.each([
		['text', instead('text/plain', 'Service is busy, later'), /returned no audio/],
		['JSON that is no object', instead('application/json', 'null  '), /returned no audio/],
		[
			'an error under the type of samples',
			instead(
				'audio/raw;codec=pcm16;rate=24000;channels=1',
				'{"errorCode":"40201","errorMessage":"Empty wallet"}',
			),
			/wallet balance is too low/,
		],
		[
			'an error of odd length without a type',
			instead('application/octet-stream', '{"errorCode":"40201","errorMessage":"No"}'),
			/wallet balance is too low/,
		],
	])('is noticed: %s', async (_, fault, says) => {
		await world.account.fault(fault);
		expect(shown(await run({ operation: 'synthesizeStream' })).title).toMatch(says);
	});
});

const CREATE = { resource: 'voice', operation: 'createFromSample' };
const PREVIEW_TEXT = 'غادرت السفينة الميناء عند الفجر';

describe('a voice that may have been made', () => {
	it.each([
		['the connection is lost', { kind: 'reset', when: 'afterRead', operation: 'cloneVoice' }],
		['nothing is answered', { kind: 'emptyBody', operation: 'cloneVoice' }],
		['a gateway speaks', { kind: 'status', status: 503, operation: 'cloneVoice' }],
	] as const)('is looked for first when %s', async (_, fault) => {
		await world.account.fault({ ...fault, times: 9 });
		const { description } = shown(await run({ ...CREATE, text: PREVIEW_TEXT }));
		expect(description).toMatch(
			/^Check with Get Many whether the voice was created before you clone it again/,
		);
		// Where the workflow stops, the preview is still to be had.
		expect(description).toMatch(/\(audio: http\S+\)\. Links are valid for one day/);
	});
});

describe('what costs money', () => {
	it('is not asked for with an option that cannot be read', async () => {
		const result = await run({ ...CREATE, text: PREVIEW_TEXT, options: { createAudioLink: '={{ "ja" }}' } });
		expect(shown(result).title).toMatch(/Create Audio Link must be true or false/);
		expect(await world.account.requests()).toEqual([]);
	});

	it('is not asked for with a number that an expression leaves blank', async () => {
		const result = await run({
			resource: 'voice',
			operation: 'preview',
			text: PREVIEW_TEXT,
			similarity: '={{ "  " }}',
		});
		expect(shown(result).title).toMatch(/Similarity is empty/);
		expect(await world.account.requests()).toEqual([]);
	});

	it('is not asked for with one file as preview and as sample', async () => {
		const changes = { resource: 'voice', operation: 'clone', voiceBinaryPropertyName: 'data' };
		expect(shown(await run(changes)).title).toMatch(/cannot both be in the field data/);
		expect(await world.account.requests()).toEqual([]);
	});

	it('is not asked for with words that are none', async () => {
		const changes = { resource: 'voice', operation: 'preview', text: '،،،، !!!! .... ؟؟؟؟' };
		expect(shown(await run(changes)).title).toMatch(/at least 3 words/);
		expect(await world.account.requests()).toEqual([]);
	});
});
