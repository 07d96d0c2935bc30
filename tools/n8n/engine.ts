import type { BinaryDataService, PackageDirectoryLoader } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeType,
	IVersionedNodeType,
	IWorkflowExecuteAdditionalData,
	Workflow,
} from 'n8n-workflow';
import { randomUUID } from 'node:crypto';

import { credentialsHelper } from './credentials.ts';
import { loadRuntime, type Runtime } from './runtime.ts';

export interface EngineRun {
	/** The node to run, without its credential. */
	node: Pick<INode, 'type' | 'typeVersion' | 'parameters'> & Partial<INode>;
	credential: { type: string; data: ICredentialDataDecryptedObject };
	items: INodeExecutionData[];
	/** Cancels the execution when it aborts. */
	cancel?: AbortSignal | undefined;
}

/** An error as n8n shows it. */
export type ShownError = Error & {
	description?: string | null | undefined;
	httpCode?: string | null | undefined;
	context?: IDataObject | undefined;
};

export interface EngineResult {
	items: INodeExecutionData[];
	/** Items of the error output, with `onError: 'continueErrorOutput'`. */
	errorItems: INodeExecutionData[];
	error: ShownError | undefined;
}

/** `default` keeps binary data in memory, `filesystem` in files. */
export type BinaryMode = 'default' | 'filesystem';

type AnyNode = INodeType | IVersionedNodeType;

const BASE = 'n8n-nodes-base';
const START = 'Start';
const NODE = 'Voice';

/** Runs single nodes of a built package in n8n's own engine. */
export class N8nEngine {
	readonly #runtime: Runtime;
	readonly #package: PackageDirectoryLoader;
	readonly #baseNodes = new Map<string, AnyNode>();

	private constructor(runtime: Runtime, ourPackage: PackageDirectoryLoader) {
		this.#runtime = runtime;
		this.#package = ourPackage;
	}

	/**
	 * Loads a package with n8n's own loader.
	 *
	 * @param root The checkout, whose cache has the pinned n8n.
	 * @param packageFolder The built package.
	 */
	static async load(root: string, packageFolder: string): Promise<N8nEngine> {
		const runtime = loadRuntime(root);
		const loader = new runtime.PackageDirectoryLoader(packageFolder);
		await loader.loadAll();
		return new N8nEngine(runtime, loader);
	}

	async useBinaryMode(mode: BinaryMode, folder: string): Promise<void> {
		const config = this.#runtime.Container.get(this.#runtime.BinaryDataConfig);
		config.mode = mode;
		config.localStoragePath = folder;
		config.signingSecret = 'not-a-secret';
		await this.binaryData.init();
	}

	get binaryData(): BinaryDataService {
		return this.#runtime.Container.get(this.#runtime.BinaryDataService);
	}

	/** Where binary data is kept in filesystem mode. */
	get storagePath(): string {
		return this.#runtime.Container.get(this.#runtime.BinaryDataConfig).localStoragePath;
	}

	/** Executes "manual trigger → node", with the items as the trigger's output. */
	async run({ items, cancel, ...run }: EngineRun): Promise<EngineResult> {
		const { workflow } = this.workflowOf(run);
		const additionalData = this.additionalData(run.credential.data);
		const execution = new this.#runtime.WorkflowExecute(additionalData, 'manual').run({
			workflow,
			pinData: { [START]: items },
		});
		cancel?.addEventListener('abort', () => {
			execution.cancel();
		});
		const { data } = await execution;
		const task = data.resultData.runData[NODE]?.[0];
		return {
			items: task?.data?.main?.[0] ?? [],
			errorItems: task?.data?.main?.[1] ?? [],
			error: task?.error ?? data.resultData.error,
		};
	}

	/** The workflow "manual trigger → node", and the node in it. */
	workflowOf({ node, credential }: Pick<EngineRun, 'node' | 'credential'>): {
		workflow: Workflow;
		node: INode;
	} {
		const start: INode = {
			id: '1',
			name: START,
			type: `${BASE}.manualTrigger`,
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		};
		const own: INode = {
			id: '2',
			position: [200, 0],
			...node,
			name: NODE,
			credentials: { [credential.type]: { id: '1', name: 'Credential' } },
		};
		const workflow = new this.#runtime.Workflow({
			id: randomUUID(),
			nodes: [start, own],
			connections: { [START]: { main: [[{ node: NODE, type: 'main', index: 0 }]] } },
			active: false,
			nodeTypes: {
				getByName: (type) => this.nodeType(type),
				getByNameAndVersion: (type, version) =>
					this.#runtime.NodeHelpers.getVersionedNodeType(this.nodeType(type), version),
				getKnownTypes: () => ({}),
			},
		});
		return { workflow, node: own };
	}

	/** A node of the package, or of n8n, by its full name. */
	nodeType(type: string): AnyNode {
		const [prefix, name = ''] = type.split('.');
		return prefix === BASE ? this.#baseNode(name) : this.#package.getNode(name).type;
	}

	#baseNode(name: string): AnyNode {
		const known = this.#baseNodes.get(name);
		if (known !== undefined) return known;
		const className = name.charAt(0).toUpperCase() + name.slice(1);
		const file = `${BASE}/dist/nodes/${className}/${className}.node.js`;
		const Node = (this.#runtime.load(file) as Record<string, new () => AnyNode>)[className];
		if (Node === undefined) throw new Error(`n8n has no node ${name}`);
		const node = new Node();
		this.#baseNodes.set(name, node);
		return node;
	}

	/** What n8n's server adds to an execution. */
	additionalData(credential: ICredentialDataDecryptedObject): IWorkflowExecuteAdditionalData {
		const executionId = randomUUID();
		const workflow = { id: '1', name: 'Voice', active: false, isArchived: false, nodes: [], connections: {} };
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
