import { describe, expect, it } from '@jest/globals';

import { asyncFlow } from '../../../nodes/AsyncFlow/provider';
import { networkError } from '../../../nodes/shared/http/createErrors';

const PEER = { provider: asyncFlow, baseUrl: 'https://api.example.com', secrets: [] };

const failure = (code: string, syscall: string) =>
	networkError(PEER, Object.assign(new Error(`${syscall} ${code}`), { code, syscall }), 1000);

describe('a host that cannot be reached', () => {
	it.each(['EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN'])('%s: nothing was sent while connecting', (code) => {
		expect(failure(code, 'connect').kind).toBe('notConnected');
	});

	it.each(['EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN'])('%s: something may have been, later on', (code) => {
		expect(failure(code, 'read').kind).toBe('connectionLost');
		expect(failure(code, 'write').kind).toBe('connectionLost');
	});

	it('is told apart behind other errors as well', () => {
		const connecting = Object.assign(new Error('connect EHOSTUNREACH 10.0.0.1:443'), {
			code: 'EHOSTUNREACH',
			syscall: 'connect',
		});
		expect(networkError(PEER, new Error('wrapped', { cause: connecting }), 1000).kind).toBe('notConnected');
	});
});
