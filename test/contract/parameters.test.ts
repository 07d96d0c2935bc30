import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INodeParameters, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { operations } from '../../nodes/AsyncFlow/operations';
import { asyncFlowRun } from '../support/asyncFlow';
import { N8nCore } from '../support/n8nCore';
import type { JournalEntry, Playground } from '../support/playground';
import { startPlayground } from '../support/playground';

/** What the editor shows but no request carries, and why. */
const LOCAL: Readonly<Record<string, string>> = {
	binaryPropertyOutput: 'names the field of the output item',
	'options.concurrency': 'how many requests are under way at once',
	'options.fileName': 'names the file of the output item',
	'options.maxRetries': 'how often a request is sent',
	'options.timeout': 'how long an answer is waited for',
};

/** Parameters that must be set along for a value to be allowed. */
const ALONG: Readonly<Record<string, INodeParameters>> = {
	'options.speed': { modelId: 'async_flash_v1.0' },
	'options.stability': { modelId: 'async_flash_v1.0' },
	'options.language': { modelId: 'async_flash_v1.0' },
};

let core: N8nCore;
let playground: Playground;

beforeAll(async () => {
	[core, playground] = await Promise.all([N8nCore.load(), startPlayground()]);
});
afterAll(async () => {
	await playground.close();
});

/** Values that the editor lets a user choose, other than the default. */
function valuesOf(property: INodeProperties): unknown[] {
	const { minValue, maxValue } = property.typeOptions ?? {};
	switch (property.type) {
		case 'options':
			return (property.options as INodePropertyOptions[])
				.map(({ value }) => value)
				.filter((value) => value !== property.default || property.name === 'language');
		case 'number':
			return [minValue ?? 1, maxValue ?? 2];
		case 'boolean':
			return [true, false];
		case 'resourceLocator':
			return [{ __rl: true, mode: 'id', value: '3a1f6f0e-2f4f-4d2c-9d0a-51c7b8b0e001' }];
		default:
			return ['Something else'];
	}
}

/** What decides whether a field is shown, as parameters: the first value that shows it. */
function shownWith({ displayOptions }: INodeProperties): INodeParameters {
	return Object.fromEntries(
		Object.entries(displayOptions?.show ?? {}).map(([name, values]) => [name, (values as string[])[0] ?? '']),
	);
}

async function requestOf(parameters: INodeParameters): Promise<JournalEntry | undefined> {
	const account = await playground.account();
	await core.run(asyncFlowRun(playground, account, parameters));
	const requests = await account.requests();
	return requests.find(({ operationId }) => operationId !== 'listVoices');
}

const CASES = Object.entries(operations).flatMap(([resource, { operations: ofResource }]) =>
	Object.entries(ofResource).flatMap(([operation, { properties }]) =>
		properties.flatMap((property) => {
			const options = property.type === 'collection' ? (property.options as INodeProperties[]) : [property];
			return options.map((field) => ({
				resource,
				operation,
				field,
				path: property.type === 'collection' ? `${property.name}.${field.name}` : field.name,
			}));
		}),
	),
);

describe('every field that the editor shows', () => {
	const onTheWire = CASES.filter(({ path }) => LOCAL[path] === undefined);

	it.each(onTheWire)(
		'$resource $operation: $path reaches the provider',
		async ({ resource, operation, field, path }) => {
			const context = { resource, operation, ...shownWith(field), ...ALONG[path] };
			const without = await requestOf(context);
			expect(without?.status).toBe(200);
			const bodies = [JSON.stringify(without?.body)];
			for (const value of valuesOf(field)) {
				const [collection, name] = path.split('.');
				const change = name === undefined ? { [path]: value } : { [collection ?? '']: { [name]: value } };
				const request = await requestOf({ ...context, ...change });
				// The playground checks every request against the provider's contract; another voice may be unknown.
				expect([200, ...(field.name === 'voiceId' ? [404] : [])]).toContain(request?.status);
				bodies.push(JSON.stringify(request?.body));
			}
			// Each value makes a request of its own.
			expect(new Set(bodies).size).toBe(bodies.length);
		},
	);

	it('is either sent, or listed as local with a reason that still holds', () => {
		const paths = new Set(CASES.map(({ path }) => path));
		expect(Object.keys(LOCAL).filter((path) => !paths.has(path))).toEqual([]);
	});
});
