import 'reflect-metadata';
import { Container } from '@n8n/di';
import {
	BinaryDataConfig,
	BinaryDataService,
	CredentialTestContext,
	ExecutionLifecycleHooks,
	LoadOptionsContext,
	PackageDirectoryLoader,
	WorkflowExecute,
} from 'n8n-core';
import type {
	IBinaryData,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	INode,
	INodeCredentialTestResult,
	INodeExecutionData,
	INodeListSearchResult,
	INodeParameters,
	INodeType,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { ICredentialsHelper, Workflow } from 'n8n-workflow';
import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** `default` keeps binary data in memory, `filesystem` in files. */
export type BinaryMode = 'default' | 'filesystem';

export interface NodeRun {
	readonly node: keyof typeof CREDENTIAL_OF;
	readonly parameters: INodeParameters;
	readonly credential: ICredentialDataDecryptedObject;
	readonly items?: INodeExecutionData[];
	readonly onError?: INode['onError'];
	/** Cancels the execution when it aborts. */
	readonly cancel?: AbortSignal;
}

type ShownError = Error & {
	description?: string | null | undefined;
	httpCode?: string | null | undefined;
	context?: IDataObject | undefined;
};

export interface NodeResult {
	readonly items: INodeExecutionData[];
	/** What reached the error output, with `onError: 'continueErrorOutput'`. */
	readonly errorItems: INodeExecutionData[];
	readonly error: ShownError | undefined;
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
export function shown({ error }: NodeResult): { title: string; description: string } {
	return { title: error?.message ?? '', description: error?.description ?? '' };
}

/** Loads the built package with n8n's own loader and runs single nodes in n8n's own engine. */
export class N8nCore {
	private constructor(
		private readonly loader: PackageDirectoryLoader,
		private readonly manualTrigger: INodeType,
	) {}

	static async load(): Promise<N8nCore> {
		const loader = new PackageDirectoryLoader(ROOT);
		await loader.loadAll();
		const base = path.join(ROOT, '.cache/n8n/node_modules/n8n-nodes-base/dist/nodes/ManualTrigger');
		const { ManualTrigger } = (await import(path.join(base, 'ManualTrigger.node.js'))) as {
			ManualTrigger: new () => INodeType;
		};
		const core = new N8nCore(loader, new ManualTrigger());
		await core.useBinaryMode('filesystem');
		return core;
	}

	nodeType(name: string): INodeType {
		return this.loader.getNode(name).type as INodeType;
	}

	async useBinaryMode(mode: BinaryMode): Promise<void> {
		const config = Container.get(BinaryDataConfig);
		config.mode = mode;
		config.localStoragePath = await mkdtemp(path.join(tmpdir(), 'binary-'));
		config.signingSecret = 'only-for-tests';
		await Container.get(BinaryDataService).init();
	}

	/** Where binary data is kept in filesystem mode. */
	get storagePath(): string {
		return Container.get(BinaryDataConfig).localStoragePath;
	}

	async bytesOf(binary: IBinaryData | undefined): Promise<Buffer> {
		if (binary === undefined) throw new Error('There is no such binary field');
		return await Container.get(BinaryDataService).getAsBuffer(binary);
	}

	/** Puts bytes into the binary store, as a node before would have. */
	async storeBinary(bytes: Buffer, fileName: string, mimeType: string): Promise<IBinaryData> {
		const binary: IBinaryData = { data: '', mimeType, fileName };
		const location = { type: 'execution' as const, workflowId: 'before', executionId: randomUUID() };
		return await Container.get(BinaryDataService).store(location, bytes, binary);
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
	async run({ credential, items = [{ json: {} }], cancel, ...voice }: NodeRun): Promise<NodeResult> {
		const execution = new WorkflowExecute(this.additionalData(credential), 'manual').run({
			workflow: this.workflowOf(voice),
			pinData: { Start: items },
		});
		cancel?.addEventListener('abort', () => {
			execution.cancel();
		});
		const { data } = await execution;
		const task = data.resultData.runData.Voice?.[0];
		return {
			items: task?.data?.main?.[0] ?? [],
			errorItems: task?.data?.main?.[1] ?? [],
			error: task?.error ?? data.resultData.error,
		};
	}

	/** What a resource locator of the node shows in the editor. */
	async searchList(run: NodeRun, method: string, filter?: string): Promise<INodeListSearchResult> {
		const workflow = this.workflowOf(run);
		const node = workflow.getNode('Voice');
		const search = this.nodeType(run.node).methods?.listSearch?.[method];
		if (node === null || search === undefined) throw new Error(`There is no list ${method}`);
		const context = new LoadOptionsContext(workflow, node, this.additionalData(run.credential), '');
		// The types of n8n-core say less of the workflow's name than those of n8n-workflow.
		return await search.call(context as unknown as ILoadOptionsFunctions, filter);
	}

	/** What the button "Test" of the credential says. */
	async testCredential({ node, credential }: NodeRun): Promise<INodeCredentialTestResult> {
		const test = this.nodeType(node).methods?.credentialTest?.testCredential;
		if (test === undefined) throw new Error('The node has no test of its credential');
		const type = CREDENTIAL_OF[node];
		return await test.call(new CredentialTestContext(), { id: '1', name: 'Test', type, data: credential });
	}

	private workflowOf({ node, parameters, onError }: Omit<NodeRun, 'credential'>): Workflow {
		const nodes: INode[] = [
			{
				id: '1',
				name: 'Start',
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			{
				id: '2',
				name: 'Voice',
				type: `${PACKAGE}.${node}`,
				typeVersion: 1,
				position: [200, 0],
				parameters,
				credentials: { [CREDENTIAL_OF[node]]: { id: '1', name: 'Test' } },
				...(onError !== undefined && { onError }),
			},
		];
		return new Workflow({
			id: randomUUID(),
			nodes,
			connections: { Start: { main: [[{ node: 'Voice', type: 'main', index: 0 }]] } },
			active: false,
			nodeTypes: {
				getByName: (type) => this.lookUp(type),
				getByNameAndVersion: (type) => this.lookUp(type),
				getKnownTypes: () => ({}),
			},
		});
	}

	private lookUp(type: string): INodeType {
		return type === 'n8n-nodes-base.manualTrigger'
			? this.manualTrigger
			: this.nodeType(type.replace(/^.*\./, ''));
	}

	private additionalData(credential: ICredentialDataDecryptedObject): IWorkflowExecuteAdditionalData {
		const executionId = randomUUID();
		const off = { active: false, isArchived: false };
		const workflowData = { id: '1', name: 'Test', ...off, nodes: [], connections: {} };
		const hooks = new ExecutionLifecycleHooks('manual', executionId, {
			...workflowData,
			createdAt: new Date(),
			updatedAt: new Date(),
			activeVersionId: null,
		});
		const types = new Map(Object.values(this.loader.credentialTypes).map(({ type }) => [type.name, type]));
		return {
			executionId,
			hooks,
			credentialsHelper: new TestCredentials(types, credential),
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

/** One credential for all; `authenticate` does what the credential type declares, as n8n would. */
class TestCredentials extends ICredentialsHelper {
	constructor(
		private readonly types: ReadonlyMap<string, ICredentialType>,
		private readonly credential: ICredentialDataDecryptedObject,
	) {
		super();
	}

	getParentTypes() {
		return [];
	}

	isCredentialUsableByNode() {
		return true;
	}

	authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.types.get(typeName) ?? {};
		if (authenticate === undefined || typeof authenticate === 'function') {
			throw new Error('Not a generic credential');
		}
		const headers: IDataObject = { ...options.headers };
		for (const [name, value] of Object.entries(authenticate.properties.headers ?? {})) {
			headers[name] = (value as string)
				.replace(/^=/, '')
				.replace(/\{\{\$credentials\.(\w+)\}\}/g, (_, field: string) => credentials[field] as string);
		}
		return Promise.resolve({ ...options, headers });
	}

	preAuthentication() {
		return Promise.resolve(undefined);
	}

	runPreAuthentication() {
		return Promise.resolve(undefined);
	}

	getCredentials(): never {
		throw new Error('Not stored');
	}

	getDecrypted() {
		return Promise.resolve(this.credential);
	}

	updateCredentials() {
		return Promise.resolve();
	}

	updateCredentialsOauthTokenData() {
		return Promise.resolve();
	}

	getCredentialsProperties(type: string) {
		return this.types.get(type)?.properties ?? [];
	}
}
