import { describe, expect, it } from '@jest/globals';
import type { IExecuteFunctions } from 'n8n-workflow';

import { asyncFlow } from '../../../nodes/AsyncFlow/provider';
import { connect } from '../../../nodes/shared/http/connect';
import { InputError } from '../../../nodes/shared/http/errors';

const open = async (credential: object) =>
	await connect(
		{ getCredentials: async () => await Promise.resolve(credential) } as unknown as IExecuteFunctions,
		asyncFlow,
		1,
	);

const CREDENTIAL = { apiKey: 'sk_1234567890', baseUrl: 'https://api.example.com' };

describe('what is created once in a run', () => {
	it('is the same for a copy of the connection, and disposed of once', async () => {
		const connection = await open(CREDENTIAL);
		const copy = { ...connection, baseUrl: 'https://storage.example.com', secrets: ['more'] };
		const disposed: object[] = [];
		const create = () => ({});
		const list = connection.once('list', create, (value) => {
			disposed.push(value);
		});
		expect(copy.once('list', create)).toBe(list);
		expect({ ...copy }.once('list', create)).toBe(list);
		expect(copy.once('another', create)).not.toBe(list);
		expect(copy.lane('speech').gate).toBe(connection.lane('speech').gate);
		copy.close();
		connection.close();
		expect(disposed).toEqual([list]);
	});
});

describe('a credential', () => {
	it.each(['', '  ', undefined, 7])(
		'with the API key %j is rejected, since it also signs callbacks',
		async (apiKey) => {
			await expect(open({ ...CREDENTIAL, apiKey })).rejects.toThrow(new InputError('The API key is empty'));
		},
	);
});
