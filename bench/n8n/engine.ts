import type { PackageDirectoryLoader } from 'n8n-core';
import type {
	IBinaryData,
	ICredentialDataDecryptedObject,
	INode,
	INodeExecutionData,
	INodeType,
	IVersionedNodeType,
	IWorkflowExecuteAdditionalData,
	Workflow,
} from 'n8n-workflow';
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';

import type { Outcome } from '../work.ts';
import { credentialsHelper } from './credentials.ts';
import { loadRuntime, type Runtime } from './runtime.ts';

export interface NodeRun {
	/** One input item for each, as `$json.text`. */
	texts: readonly string[];
	/** One execution for each text, all started together. */
	separateExecutions?: boolean | undefined;
	/** Binary data of each item, in the field `sample`. */
	sample?: IBinaryData;
	node: Pick<INode, 'type' | 'typeVersion' | 'parameters'> & Partial<INode>;
	credential: { type: string; data: ICredentialDataDecryptedObject };
}

type AnyNode = INodeType | IVersionedNodeType;

/** n8n's own engine, which runs single nodes and keeps their binary data in files. */
export class N8n {
	readonly #runtime: Runtime;
	readonly #package: PackageDirectoryLoader;
	readonly #base: ReadonlyMap<string, AnyNode>;

	private constructor(runtime: Runtime, ourPackage: PackageDirectoryLoader) {
		const loadNode = (name: string) => {
			const file = `n8n-nodes-base/dist/nodes/${name}/${name}.node.js`;
			const Node = (runtime.load(file) as Record<string, new () => AnyNode>)[name];
			if (Node === undefined) throw new Error(`n8n has no ${name}`);
			return new Node();
		};
		this.#runtime = runtime;
		this.#package = ourPackage;
		this.#base = new Map([
			['n8n-nodes-base.manualTrigger', loadNode('ManualTrigger')],
			['n8n-nodes-base.httpRequest', loadNode('HttpRequest')],
		]);
	}

	/**
	 * @param packageFolder Our package, built.
	 * @param folder Where n8n keeps its files.
	 */
	static async load(packageFolder: string, folder: string): Promise<N8n> {
		const runtime = loadRuntime(folder);
		const loader = new runtime.PackageDirectoryLoader(packageFolder);
		await loader.loadAll();
		const config = runtime.Container.get(runtime.BinaryDataConfig);
		config.mode = 'filesystem';
		config.localStoragePath = path.join(folder, 'binary');
		config.signingSecret = 'only-for-measuring';
		await runtime.Container.get(runtime.BinaryDataService).init();
		return new N8n(runtime, loader);
	}

	/** Puts a file into the binary store. */
	async store(file: string): Promise<IBinaryData> {
		const binary = { fileName: path.basename(file), mimeType: 'audio/wav', data: '' };
		const location = { type: 'execution', workflowId: 'samples', executionId: randomUUID() } as const;
		return await this.#store.store(location, createReadStream(file), binary);
	}

	/** Executes "manual trigger → node", once or for each text. */
	async run({ separateExecutions = false, ...run }: NodeRun): Promise<Outcome> {
		if (!separateExecutions) return await this.#execute(run);
		const outcomes = await Promise.all(run.texts.map((text) => this.#execute({ ...run, texts: [text] })));
		const [failure] = outcomes.flatMap((outcome) => outcome.failure ?? []);
		return { files: outcomes.flatMap(({ files }) => files), ...(failure !== undefined && { failure }) };
	}

	get #store() {
		return this.#runtime.Container.get(this.#runtime.BinaryDataService);
	}

	async #execute({ texts, sample, node, credential }: NodeRun): Promise<Outcome> {
		const workflow = this.#workflowOf({
			id: '2',
			name: 'Speak',
			position: [200, 0],
			credentials: { [credential.type]: { id: '1', name: 'Bench' } },
			...node,
		});
		const execution = new this.#runtime.WorkflowExecute(this.#additionalData(credential.data), 'manual');
		const { data } = await execution.run({
			workflow,
			pinData: { Start: texts.map((text) => ({ json: { text }, ...(sample && { binary: { sample } }) })) },
		});
		const task = data.resultData.runData['Speak']?.[0];
		const items = task?.data?.['main']?.[0] ?? [];
		const error = task?.error ?? data.resultData.error;
		return { files: this.#filesOf(items), ...(error !== undefined && { failure: error.message }) };
	}

	#filesOf(items: INodeExecutionData[]): string[] {
		const ids = items.map(({ binary }) => binary?.['data']?.id);
		return ids.filter((id) => id !== undefined).map((id) => this.#store.getPath(id));
	}

	#workflowOf(node: INode): Workflow {
		const start: INode = {
			id: '1',
			name: 'Start',
			type: 'n8n-nodes-base.manualTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		};
		return new this.#runtime.Workflow({
			id: randomUUID(),
			nodes: [start, node],
			connections: { Start: { main: [[{ node: node.name, type: 'main', index: 0 }]] } },
			active: false,
			nodeTypes: {
				getByName: (type) => this.#nodeType(type),
				getByNameAndVersion: (type, version) =>
					this.#runtime.NodeHelpers.getVersionedNodeType(this.#nodeType(type), version),
				getKnownTypes: () => ({}),
			},
		});
	}

	#nodeType(type: string): AnyNode {
		return this.#base.get(type) ?? this.#package.getNode(type.replace(/^.*\./, '')).type;
	}

	#additionalData(credential: ICredentialDataDecryptedObject): IWorkflowExecuteAdditionalData {
		const executionId = randomUUID();
		const workflow = { id: '1', name: 'Bench', active: false, isArchived: false, nodes: [], connections: {} };
		const dates = { createdAt: new Date(), updatedAt: new Date(), activeVersionId: null };
		const types = Object.values(this.#package.credentialTypes).map(({ type }) => type);
		return {
			executionId,
			hooks: new this.#runtime.ExecutionLifecycleHooks('manual', executionId, { ...workflow, ...dates }),
			credentialsHelper: credentialsHelper(types, credential),
			currentNodeExecutionIndex: 0,
			variables: {},
			restApiUrl: 'http://127.0.0.1/rest',
			instanceBaseUrl: 'http://127.0.0.1',
			webhookBaseUrl: 'http://127.0.0.1/webhook',
			webhookWaitingBaseUrl: 'http://127.0.0.1/webhook-waiting',
			formWaitingBaseUrl: 'http://127.0.0.1/form-waiting',
		} as unknown as IWorkflowExecuteAdditionalData;
	}
}
