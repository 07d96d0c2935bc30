import { describe, expect, it } from '@jest/globals';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { asyncFlowRun, voice, VOICE_ID } from '../../support/asyncFlow';
import { decode, probe } from '../../support/ffprobe';
import type { NodeRun } from '../../support/n8nCore';
import { shown } from '../../support/n8nCore';
import { useWorld } from '../../support/world';

const OTHER_VOICE = 'ec869d9a-bfc7-5662-94a8-c68d0e380865';

const world = useWorld();

async function speak(
	changes: INodeParameters = {},
	items?: INodeExecutionData[],
	cancel?: AbortSignal,
	onError?: NodeRun['onError'],
) {
	const parameters = { operation: 'synthesizeWebSocket', sampleRate: 16_000, bitRate: 64_000, ...changes };
	return await world.core.run({
		...asyncFlowRun(world.playground, world.account, parameters),
		...(items !== undefined && { items }),
		...(cancel !== undefined && { cancel }),
		...(onError !== undefined && { onError }),
	});
}

const sockets = async () => await world.account.requests();

describe('speech over a WebSocket', () => {
	it.each(['mp3', 'wav', 'raw'])('comes as %s', async (container) => {
		const { items, error } = await speak({ container, modelId: 'async_flash_v1.5' });
		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({ operation: 'synthesizeWebSocket', requests: 1, retries: 0 });
		const bytes = await world.core.bytesOf(items[0]?.binary?.data);
		if (container !== 'raw') expect((await probe(bytes)).sampleRate).toBe(16_000);
		const demuxer = container === 'raw' ? ['-f', 's16le', '-ar', '16000', '-ac', '1'] : [];
		expect((await decode(bytes, demuxer)).meanVolume).toBeGreaterThan(-40);
	});

	it('uses one connection for all items of a run, and keeps their audio apart', async () => {
		const lines = [
			'One.',
			'Two and a little more.',
			'Three.',
			'Four, which is the longest of them all by far.',
		];
		const { items, error } = await speak(
			{ text: '={{ $json.line }}', container: 'wav' },
			lines.map((line) => ({ json: { line } })),
		);
		expect(error).toBeUndefined();
		const [connection, ...others] = await sockets();
		expect(others).toEqual([]);
		const durations = items.map(({ json }) => (json.audio as { durationSeconds: number }).durationSeconds);
		expect(durations[1]).toBeGreaterThan(durations[0] ?? 0);
		expect(durations[3]).toBeGreaterThan(durations[1] ?? 0);
		// Closed when the run was over.
		expect(connection?.socket?.received.at(-1)).toEqual({ terminate: true });
	});

	it('gives way to a second voice where the account may have one connection at a time', async () => {
		await world.account.update({ maxConcurrent: 1 });
		const voices = [VOICE_ID, OTHER_VOICE, VOICE_ID, OTHER_VOICE];
		const { items, error } = await speak(
			{ ...voice('={{ $json.voice }}'), container: 'wav' },
			voices.map((id) => ({ json: { voice: id } })),
		);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.voiceId)).toEqual(voices);
	});

	it('lets one text run out of time without ending the others', async () => {
		// The first text opens the connection, and one second is not enough for it.
		const long = 'A sentence that goes on and on, and then some more. '.repeat(2000);
		const { items } = await speak(
			{
				text: '={{ $json.text }}',
				container: 'raw',
				options: { timeout: '={{ $json.timeout }}', splitLongText: false },
			},
			[{ json: { text: long, timeout: 1 } }, { json: { text: long, timeout: 60 } }],
			undefined,
			'continueRegularOutput',
		);
		expect(items[0]?.json.error).toMatch(/did not complete the response within 1 second/);
		expect(items[1]?.json.error).toBeUndefined();
		expect(await sockets()).toHaveLength(1);
	}, 60_000);

	it('joins a long text', async () => {
		const text = 'The sea was calm and the ship was slow. '.repeat(20);
		const { items, error } = await speak({
			text,
			container: 'wav',
			options: { maxCharactersPerRequest: 200 },
		});
		expect(error).toBeUndefined();
		expect(Number(items[0]?.json.requests)).toBeGreaterThan(3);
		expect((await decode(await world.core.bytesOf(items[0]?.binary?.data))).warnings).toBe('');
	});

	it('keeps the key out of everything but the URL', async () => {
		await world.account.fault({ kind: 'wsRefuse', status: 401, times: 9 });
		const result = await speak({ options: { maxRetries: 0 } });
		expect(shown(result).title).toMatch(/Could not open a WebSocket connection to 127\.0\.0\.1:\d+/);
		expect(shown(result).description).toMatch(/allow WebSockets/);
		expect(JSON.stringify(result) + String(result.error?.stack)).not.toContain(world.account.apiKey);
	});

	it.each([
		['a wrong key', 'INVALID_API_KEY', /API key was rejected/],
		['a used-up quota', 'USAGE_LIMIT_EXCEEDED', /quota exceeded/],
		['an unknown voice', 'VOICE_NOT_FOUND', /Voice not found/],
	])('explains %s', async (_, errorCode, says) => {
		await world.account.fault({ kind: 'wsError', errorCode, times: 9 });
		const result = await speak();
		expect(shown(result).title).toMatch(says);
		expect(shown(result).description).toContain(errorCode);
	});

	it('says what was paid for when the connection is lost, and does not pay again', async () => {
		await world.account.fault({ kind: 'wsDrop', afterFrames: 1, times: 9 });
		const result = await speak({
			container: 'raw',
			text: 'A sentence that is long enough for frames. '.repeat(5),
		});
		expect(shown(result).title).toMatch(/closed before the response was complete/);
		expect(shown(result).description).toMatch(/was sent and probably charged; \d+ bytes of audio/);
		expect(await sockets()).toHaveLength(1);
	});

	it('does not wait for ever', async () => {
		await world.account.fault({ kind: 'wsSilent', times: 9 });
		const result = await speak({ options: { timeout: 1 } });
		expect(shown(result).title).toMatch(/did not complete the response within 1 second/);
	});

	it('ends at once when the execution is cancelled', async () => {
		await world.account.fault({ kind: 'wsSilent', times: 9 });
		const cancel = new AbortController();
		const started = Date.now();
		const run = speak({}, undefined, cancel.signal).catch((error: unknown) => error);
		while ((await sockets()).length < 1 && Date.now() - started < 10_000) {
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
		cancel.abort();
		await run;
		await new Promise((resolve) => setTimeout(resolve, 300));
		expect(Date.now() - started).toBeLessThan(15_000);
		expect((await sockets())[0]?.closedAt).not.toBeNull();
	});
});
