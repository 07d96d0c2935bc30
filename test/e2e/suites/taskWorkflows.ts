import type { Credential, Workflow, WorkflowNode } from '../../../scripts/n8n/types.ts';

const PACKAGE = 'n8n-nodes-voice-cloning';

/** A webhook that takes a sample as its body and answers at once. */
export function sampleWebhook(path: string): WorkflowNode {
	return {
		name: 'Webhook',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2.1,
		position: [0, 0],
		webhookId: path,
		parameters: {
			httpMethod: 'POST',
			path,
			responseMode: 'onReceived',
			options: { binaryPropertyName: 'data' },
		},
	};
}

/** A node of the provider. */
export function providerNode(
	credential: Credential,
	name: 'aiVoiceCloneFree' | 'aiVoiceCloneFreeTrigger',
	more: Partial<WorkflowNode> & Pick<WorkflowNode, 'parameters'>,
): WorkflowNode {
	return {
		name,
		type: `${PACKAGE}.${name}`,
		typeVersion: 1,
		position: [240, 0],
		credentials: { [credential.type]: { id: credential.id, name: credential.name } },
		...more,
	};
}

/** These nodes, one after the other. */
export function chain(name: string, nodes: WorkflowNode[]): Workflow {
	const connections = nodes.slice(1).map((node, index) => {
		const before = nodes[index]?.name ?? '';
		return [before, { main: [[{ node: node.name, type: 'main', index: 0 }]] }] as const;
	});
	return { name, nodes, connections: Object.fromEntries(connections), settings: { executionOrder: 'v1' } };
}

/** A node that does nothing, to see what comes to it. */
export const noOperation: WorkflowNode = {
	name: 'Next',
	type: 'n8n-nodes-base.noOp',
	typeVersion: 1,
	position: [480, 0],
	parameters: {},
};
