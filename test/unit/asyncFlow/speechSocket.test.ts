import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { WebSocketServer } from 'ws';

import { SpeechSocket } from '../../../nodes/AsyncFlow/websocket/speechSocket';
import type { ProviderError } from '../../../nodes/shared/http/errors';
import type { Call } from '../../../nodes/shared/http/types';

const MEBIBYTE = 2 ** 20;
const OPEN = new AbortController().signal;
const SETUP = { model_id: 'model', voice: { mode: 'id', id: 'voice' }, output_format: {} } as const;

let server: WebSocketServer;
let call: Call;
/** Texts that the server received. */
let transcripts: string[];

/** Responds to each text with 12 MiB of audio. */
beforeEach(async () => {
	transcripts = [];
	server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
	await once(server, 'listening');
	server.on('connection', (socket) => {
		socket.on('message', (data: Buffer) => {
			const message = JSON.parse(data.toString()) as { transcript?: string; context_id?: string };
			if (message.transcript === undefined || message.transcript.trim() === '') return;
			transcripts.push(message.transcript);
			const { context_id } = message;
			const audio = Buffer.alloc(MEBIBYTE).toString('base64');
			for (let i = 0; i < 12; i += 1) socket.send(JSON.stringify({ context_id, audio }));
			socket.send(JSON.stringify({ context_id, final: true }));
		});
	});
	const { port } = server.address();
	call = {
		connection: { baseUrl: `http://127.0.0.1:${port}`, apiKey: 'key', secrets: ['key'] },
		policy: { timeoutMs: 60_000 },
		stopping: OPEN,
	} as unknown as Call;
});
afterEach(async () => {
	for (const client of server.clients) client.terminate();
	server.close();
	await once(server, 'close');
});

const pause = async (milliseconds: number) => {
	await new Promise((resolve) => setTimeout(resolve, milliseconds));
};

async function lengthOf(audio: AsyncIterable<Uint8Array>): Promise<number> {
	let length = 0;
	for await (const chunk of audio) length += chunk.length;
	return length;
}

describe('SpeechSocket, if audio is stored more slowly than it arrives', () => {
	it('delays further texts until audio was stored', async () => {
		const socket = await SpeechSocket.open(call, SETUP, OPEN);
		const first = socket.synthesize(call, 'One.', OPEN);
		const { value: head } = await first.next();
		// All the audio has arrived, but is not read.
		await pause(500);
		const second = lengthOf(socket.synthesize(call, 'Two.', OPEN));
		await pause(300);
		expect(transcripts).toEqual(['One. ']);
		expect((head as Uint8Array).length + (await lengthOf(first))).toBe(12 * MEBIBYTE);
		expect(await second).toBe(12 * MEBIBYTE);
		expect(transcripts).toEqual(['One. ', 'Two. ']);
		socket.close();
	});

	it('does not delay a text beyond its timeout, and reports that it was not sent', async () => {
		const socket = await SpeechSocket.open(call, SETUP, OPEN);
		const first = socket.synthesize(call, 'One.', OPEN);
		await first.next();
		await pause(500);
		const error = await lengthOf(socket.synthesize(call, 'Two.', AbortSignal.timeout(200))).catch(
			(reason: unknown) => reason as ProviderError,
		);
		expect(error).toMatchObject({ kind: 'timedOut', notes: [] });
		expect(transcripts).toEqual(['One. ']);
		socket.close();
	});

	it('drops audio that will not be read', async () => {
		const socket = await SpeechSocket.open(call, SETUP, OPEN);
		const first = socket.synthesize(call, 'One.', OPEN);
		await first.next();
		await pause(500);
		await first.return();
		expect(await lengthOf(socket.synthesize(call, 'Two.', OPEN))).toBe(12 * MEBIBYTE);
		socket.close();
	});
});

it('SpeechSocket.open starts no handshake if the signal has already aborted', async () => {
	await expect(SpeechSocket.open(call, SETUP, AbortSignal.abort())).rejects.toMatchObject({
		kind: 'timedOut',
	});
	await pause(100);
	expect(server.clients.size).toBe(0);
});
