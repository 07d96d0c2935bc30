import { CredentialTestContext, LoadOptionsContext } from 'n8n-core';
import type {
	IBinaryData,
	ICredentialDataDecryptedObject,
	ILoadOptionsFunctions,
	INode,
	INodeCredentialTestResult,
	INodeExecutionData,
	INodeListSearchResult,
	INodeParameters,
	INodeType,
} from 'n8n-workflow';
import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { N8nEngine, type BinaryMode, type EngineResult } from '../../tools/n8n/engine.ts';

export type { BinaryMode, EngineResult as NodeResult } from '../../tools/n8n/engine.ts';

export interface NodeRun {
	readonly node: keyof typeof CREDENTIAL_OF;
	readonly parameters: INodeParameters;
	readonly credential: ICredentialDataDecryptedObject;
	readonly items?: INodeExecutionData[];
	readonly onError?: INode['onError'];
	/** Cancels the execution when it aborts. */
	readonly cancel?: AbortSignal;
}

const ROOT = path.resolve(__dirname, '..', '..');
const PACKAGE = 'n8n-nodes-voice-cloning';
const CREDENTIAL_OF = {
	aiVoiceCloneFree: 'aiVoiceCloneFreeApi',
	aiVoiceCloneFreeTrigger: 'aiVoiceCloneFreeApi',
	asyncFlow: 'asyncFlowApi',
	faseeh: 'faseehApi',
} as const;

/** Title and description as n8n shows them. */
export function shown({ error }: EngineResult): { title: string; description: string } {
	return { title: error?.message ?? '', description: error?.description ?? '' };
}

/** The node and the credential of a run, as a workflow has them. */
function inWorkflow({ node, parameters, onError, credential }: NodeRun) {
	return {
		node: {
			type: `${PACKAGE}.${node}`,
			typeVersion: 1,
			parameters,
			...(onError !== undefined && { onError }),
		},
		credential: { type: CREDENTIAL_OF[node], data: credential },
	};
}

/** Runs single nodes of this package in n8n's own engine. */
export class N8nCore {
	private constructor(private readonly engine: N8nEngine) {}

	static async load(): Promise<N8nCore> {
		const core = new N8nCore(await N8nEngine.load(ROOT, ROOT));
		await core.useBinaryMode('filesystem');
		return core;
	}

	nodeType(name: string): INodeType {
		return this.engine.nodeType(`${PACKAGE}.${name}`) as INodeType;
	}

	async useBinaryMode(mode: BinaryMode): Promise<void> {
		await this.engine.useBinaryMode(mode, await mkdtemp(path.join(tmpdir(), 'binary-')));
	}

	/** Where binary data is kept in filesystem mode. */
	get storagePath(): string {
		return this.engine.storagePath;
	}

	async bytesOf(binary: IBinaryData | undefined): Promise<Buffer> {
		if (binary === undefined) throw new Error('There is no such binary field');
		return await this.engine.binaryData.getAsBuffer(binary);
	}

	/** Puts bytes into the binary store, as an earlier node would have. */
	async storeBinary(bytes: Buffer, fileName: string, mimeType: string): Promise<IBinaryData> {
		const binary: IBinaryData = { data: '', mimeType, fileName };
		const location = { type: 'execution' as const, workflowId: 'before', executionId: randomUUID() };
		return await this.engine.binaryData.store(location, bytes, binary);
	}

	/** An item with these bytes in its field `data`. */
	async itemWith(
		bytes: Buffer,
		fileName = 'sample.wav',
		mimeType = 'audio/wav',
	): Promise<INodeExecutionData> {
		return { json: {}, binary: { data: await this.storeBinary(bytes, fileName, mimeType) } };
	}

	/** Executes "manual trigger → node" with these items as the trigger's output. */
	async run(run: NodeRun): Promise<EngineResult> {
		const { items = [{ json: {} }], cancel } = run;
		return await this.engine.run({ ...inWorkflow(run), items, cancel });
	}

	/** What a resource locator of the node shows in the editor. */
	async searchList(run: NodeRun, method: string, filter?: string): Promise<INodeListSearchResult> {
		const { workflow, node } = this.engine.workflowOf(inWorkflow(run));
		const search = this.nodeType(run.node).methods?.listSearch?.[method];
		if (search === undefined) throw new Error(`There is no list ${method}`);
		const context = new LoadOptionsContext(workflow, node, this.engine.additionalData(run.credential), '');
		// The types of n8n-core declare less of the workflow's name than those of n8n-workflow.
		return await search.call(context as unknown as ILoadOptionsFunctions, filter);
	}

	/** The result of the credential test. */
	async testCredential({ node, credential }: NodeRun): Promise<INodeCredentialTestResult> {
		const test = this.nodeType(node).methods?.credentialTest?.testCredential;
		if (test === undefined) throw new Error('The node has no credential test');
		const type = CREDENTIAL_OF[node];
		return await test.call(new CredentialTestContext(), { id: '1', name: 'Test', type, data: credential });
	}
}
