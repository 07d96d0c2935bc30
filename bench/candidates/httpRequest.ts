import { sampleFile } from '../audio/files.ts';
import type { N8n, NodeRun } from '../n8n.ts';
import type { Prepare, SpeechWork } from '../work.ts';
import { requestBody, unsuitable } from './wire.ts';

const FILE = { response: { response: { responseFormat: 'file', outputPropertyName: 'data' } } };

/** JSON with an expression as the text. On several lines, because n8n reads `}}` as the end of an expression. */
function jsonBody(format: SpeechWork['format']): string {
	const text = 'the text';
	const json = JSON.stringify(requestBody(text, format), null, 2);
	return `=${json.replace(JSON.stringify(text), '{{ JSON.stringify($json.text) }}')}`;
}

function node(parameters: NodeRun['node']['parameters']): NodeRun['node'] {
	return {
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.5,
		parameters: {
			method: 'POST',
			authentication: 'genericCredentialType',
			genericAuthType: 'httpHeaderAuth',
			sendBody: true,
			...parameters,
		},
	};
}

function speechNode(work: SpeechWork, baseUrl: string): NodeRun['node'] {
	const { format, inFlight, batchInterval = 0, retryOnFail } = work;
	return {
		...node({
			url: `${baseUrl}/text_to_speech`,
			sendHeaders: true,
			headerParameters: { parameters: [{ name: 'version', value: 'v1' }] },
			specifyBody: 'json',
			jsonBody: jsonBody(format),
			options: {
				...FILE,
				...(batchInterval > 0 && { batching: { batch: { batchSize: inFlight, batchInterval } } }),
			},
		}),
		...(retryOnFail !== undefined && {
			retryOnFail: true,
			maxTries: retryOnFail.maxTries,
			waitBetweenTries: retryOnFail.waitMs,
		}),
	};
}

const uploadNode = (baseUrl: string, inFlight: number): NodeRun['node'] =>
	node({
		url: `${baseUrl}/sync-clone`,
		contentType: 'multipart-form-data',
		bodyParameters: {
			parameters: [
				{ parameterType: 'formBinaryData', name: 'audio_file', inputDataFieldName: 'sample' },
				{ parameterType: 'formData', name: 'text', value: '={{ $json.text }}' },
			],
		},
		// The shortest interval: it sends a batch whether or not the previous one has finished.
		options: { ...FILE, batching: { batch: { batchSize: inFlight, batchInterval: 1 } } },
	});

/** n8n's HTTP Request node, configured from the provider's documentation. */
export function loadHttpRequest(n8n: N8n, folder: string): Prepare {
	const credential = (name: string, value: string) => ({ type: 'httpHeaderAuth', data: { name, value } });
	return async (work, { baseUrl, apiKey }) => {
		switch (work.kind) {
			case 'speech': {
				const { texts, separateExecutions } = work;
				const run = { texts, separateExecutions, credential: credential('x-api-key', apiKey) };
				return () => n8n.run({ ...run, node: speechNode(work, baseUrl) });
			}
			case 'upload': {
				const sample = await n8n.store(await sampleFile(folder, work.sampleBytes));
				const run = {
					texts: work.texts,
					sample,
					credential: credential('Authorization', `Bearer ${apiKey}`),
				};
				return () => n8n.run({ ...run, node: uploadNode(baseUrl, work.inFlight) });
			}
			default:
				throw unsuitable('HTTP Request', work);
		}
	};
}
