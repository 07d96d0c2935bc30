import type { N8n } from '../n8n/engine.ts';
import type { Speak, Work } from '../work.ts';
import { requestBody } from './wire.ts';

/** JSON with an expression in the place of the text. On many lines: n8n would take `}}` for the end of an expression. */
function jsonBody(format: Work['format']): string {
	const text = 'the text';
	const json = JSON.stringify(requestBody(text, format), null, 2);
	return `=${json.replace(JSON.stringify(text), '{{ JSON.stringify($json.text) }}')}`;
}

/** n8n's HTTP Request node, set up as a person would from the provider's documentation. */
export function loadHttpRequest(n8n: N8n): Speak {
	return async ({ texts, format, atOnce, batchInterval = 0, retryOnFail }, { baseUrl, apiKey }) => {
		return await n8n.run({
			texts,
			credential: { type: 'httpHeaderAuth', data: { name: 'x-api-key', value: apiKey } },
			node: {
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.5,
				parameters: {
					method: 'POST',
					url: `${baseUrl}/text_to_speech`,
					authentication: 'genericCredentialType',
					genericAuthType: 'httpHeaderAuth',
					sendHeaders: true,
					headerParameters: { parameters: [{ name: 'version', value: 'v1' }] },
					sendBody: true,
					specifyBody: 'json',
					jsonBody: jsonBody(format),
					options: {
						response: { response: { responseFormat: 'file', outputPropertyName: 'data' } },
						...(batchInterval > 0 && { batching: { batch: { batchSize: atOnce, batchInterval } } }),
					},
				},
				...(retryOnFail !== undefined && {
					retryOnFail: true,
					maxTries: retryOnFail.maxTries,
					waitBetweenTries: retryOnFail.waitMs,
				}),
			},
		});
	};
}
