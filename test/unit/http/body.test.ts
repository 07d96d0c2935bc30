import { describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';

import { asyncFlow } from '../../../nodes/AsyncFlow/provider';
import { readJson, readText } from '../../../nodes/shared/http/body';
import type { ApiResponse, Call } from '../../../nodes/shared/http/types';

const TARGET = { provider: asyncFlow, baseUrl: 'https://api.example.com', secrets: [] };
const CALL = { connection: TARGET } as unknown as Call;

const responseOf = (text: string, chunkBytes = 7): ApiResponse => {
	const bytes = Buffer.from(text);
	const chunks = Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, i) =>
		bytes.subarray(i * chunkBytes, (i + 1) * chunkBytes),
	);
	return { status: 200, headers: {}, body: Readable.from(chunks), timeoutMs: 1000 };
};

describe('a JSON response that is too large', () => {
	it.each([
		['ASCII', 'a'],
		['letters of two bytes', 'ä'],
		['letters of three bytes', 'س'],
		['emoji', '🙂'],
	])('is reported as that, and not as a response that is not JSON: %s', async (_, letter) => {
		const text = JSON.stringify({ audio: letter.repeat(100) });
		const reading = readJson(CALL, responseOf(text), 50, 'Split the text. The request was probably charged');
		await expect(reading).rejects.toMatchObject({
			message: 'The AsyncFlow response is larger than 0 MB',
			failure: { nextStep: 'Split the text. The request was probably charged' },
		});
	});

	it('is one with a byte more than allowed', async () => {
		const text = '{"a":"ü"}';
		const { length } = Buffer.from(text);
		expect(await readJson(CALL, responseOf(text), length)).toEqual({ a: 'ü' });
		await expect(readJson(CALL, responseOf(text), length - 1)).rejects.toThrow('larger than');
	});

	it('is not read to its end', async () => {
		const response = responseOf('x'.repeat(1000), 10);
		expect(await readText(CALL, response, 25)).toEqual({ text: 'x'.repeat(25), isCut: true });
		expect(response.body.destroyed).toBe(true);
	});
});

describe('a response that is not JSON', () => {
	it.each([
		['<!doctype html><p>Sign in', /returned a web page instead of an API response/],
		['Busy', /returned a response that is not JSON/],
		['', /returned a response that is not JSON/],
	])('%j is reported as such', async (text, title) => {
		await expect(readJson(CALL, responseOf(text))).rejects.toThrow(title);
	});
});
