import { describe, expect, test } from '@jest/globals';

import type { N8nInstance } from '../../../support/n8nInstance';

const NODE = 'n8n-nodes-voice-cloning.asyncFlow';

/** The package as n8n loads it from the tarball. */
export function loadingTests(n8n: () => N8nInstance): void {
	describe('the packed package', () => {
		test('registers its node, also as a tool for agents', async () => {
			const types = await n8n().client.nodeTypes();
			const node = types.find(({ name }) => name === NODE);
			expect(node?.displayName).toBe('AsyncFlow');
			expect(node?.credentials?.map(({ name }) => name)).toEqual(['asyncFlowApi']);
			expect(types.map(({ name }) => name)).toContain(`${NODE}Tool`);
		});

		test('serves the icons that the editor requests', async () => {
			const { client } = n8n();
			const node = (await client.nodeTypes()).find(({ name }) => name === NODE);
			const { light, dark } = node?.iconUrl as { light: string; dark: string };
			for (const icon of [light, dark]) {
				const response = await fetch(new URL(icon, `${client.url}/`));
				expect(response.status).toBe(200);
				expect(await response.text()).toContain('<svg');
			}
		});
	});
}
