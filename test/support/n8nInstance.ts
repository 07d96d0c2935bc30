import { parse } from 'flatted';
import type { INodeExecutionData, IRunData, IRunExecutionData } from 'n8n-workflow';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

import { N8nClient } from '../../scripts/n8n/client.ts';
import { readExample, withCredentials } from '../../scripts/n8n/examples.ts';
import { buildPackage, installPackage, packPackage } from '../../scripts/n8n/package.ts';
import { isPortFree } from '../../scripts/n8n/ports.ts';
import { RestSession } from '../../scripts/n8n/rest.ts';
import { startN8n, type N8nServer } from '../../scripts/n8n/server.ts';
import { toolchainOf } from '../../scripts/n8n/toolchain.ts';
import type { Credential, SavedWorkflow, Workflow } from '../../scripts/n8n/types.ts';
import { startPlayground, type AccountSettings, type Playground, type PlaygroundAccount } from './playground';

const ROOT = path.resolve(__dirname, '..', '..');
const OWNER = {
	email: 'owner@example.com',
	password: 'Owner-of-tests-1',
	firstName: 'Test',
	lastName: 'Owner',
};

/** A real n8n of its own, with the packed package installed as users install it, and a playground. */
export interface N8nInstance {
	readonly client: N8nClient;
	/** Where n8n logs. */
	readonly logFile: string;
	readonly playground: Playground;
	/** A saved credential of each provider, and the account behind it. */
	asyncFlow: OpenAccount;
	aiVoiceCloneFree: OpenAccount;
	faseeh: OpenAccount;
	/** Imports an example with these credentials, changed if wanted, and makes it live. */
	publishExample: (
		name: string,
		credentials: Credential[],
		change?: (workflow: Workflow) => Workflow,
	) => Promise<SavedWorkflow>;
	/**
	 * Starts a workflow by this trigger, as the editor does, up to a node if wanted ("Execute step"). Returns the
	 * id of the execution; nothing when n8n listens for a test event first.
	 */
	runByHand: (workflow: SavedWorkflow, trigger: string, upTo?: string) => Promise<string>;
	/** Executes this node alone, with what the others put out before. Returns the id of the execution. */
	runStep: (workflow: SavedWorkflow, node: string, before: IRunData) => Promise<string>;
	/** Presses "Retry" on an execution that has failed. */
	retryExecution: (id: string) => Promise<void>;
	/** Presses "Stop" on an execution. */
	stopExecution: (id: string) => Promise<void>;
	/** What a node put out in its last run, in an execution that has been saved. */
	outputOf: (executionId: string, node: string) => Promise<INodeExecutionData[]>;
	/** What all nodes put out, in an execution that has been saved. */
	runDataOf: (executionId: string) => Promise<IRunData>;
	/** Reads n8n's database. */
	query: (sql: string, ...values: string[]) => Array<Record<string, SQLOutputValue>>;
	/** Kills n8n and starts it again, with the same database on the same port. */
	killAndRestart: () => Promise<void>;
	stop: () => Promise<void>;
}

type OpenAccount = (
	settings?: Partial<AccountSettings>,
) => Promise<{ credential: Credential; account: PlaygroundAccount }>;

/** Builds, packs and installs the package as it is now and starts n8n on free ports. */
export async function startN8nInstance(): Promise<N8nInstance> {
	const tools = toolchainOf(ROOT);
	const folder = mkdtempSync(path.join(tmpdir(), 'voice-e2e-'));
	const userFolder = path.join(folder, 'user');
	mkdirSync(userFolder);
	await buildPackage(tools);
	const tarball = await packPackage(tools, path.join(folder, 'package'));
	await installPackage(tools, { tarball, userFolder });
	const playground = await startPlayground();
	const logFile = path.join(ROOT, '.cache', 'logs', 'e2e-n8n.log');
	let server: N8nServer = await startN8n({ tools, userFolder, logFile }).catch(async (error: unknown) => {
		await playground.close();
		throw error;
	});
	const client = new N8nClient(server.url);
	await client.signIn(OWNER);
	const rest = new RestSession(server.url);
	await rest.send('POST', '/rest/login', { emailOrLdapLoginId: OWNER.email, password: OWNER.password });

	const opener =
		(provider: string, credentialType: string): OpenAccount =>
		async (settings) => {
			const account = await playground.account(settings);
			const data = { apiKey: account.apiKey, baseUrl: playground.baseUrl(provider) };
			const name = `${provider} ${account.id}`;
			return { account, credential: await client.createCredential(name, credentialType, data) };
		};

	const runDataOf = async (executionId: string): Promise<IRunData> => {
		const { data } = await client.execution(executionId);
		return (parse(data) as IRunExecutionData).resultData.runData;
	};

	return {
		client,
		logFile,
		playground,
		asyncFlow: opener('asyncflow', 'asyncFlowApi'),
		aiVoiceCloneFree: opener('aivoiceclonefree', 'aiVoiceCloneFreeApi'),
		faseeh: opener('faseeh', 'faseehApi'),
		async publishExample(name, credentials, change = (workflow) => workflow) {
			const { workflow } = readExample(ROOT, name);
			const saved = await client.importWorkflow(change(withCredentials(workflow, credentials)));
			await client.publish(saved);
			return saved;
		},
		async runByHand(workflow, trigger, upTo) {
			const { executionId } = await rest.data<{ executionId: string }>(
				'POST',
				`/rest/workflows/${workflow.id}/run`,
				{
					workflowData: workflow,
					triggerToStartFrom: { name: trigger },
					...(upTo !== undefined && { destinationNode: { nodeName: upTo, mode: 'inclusive' } }),
				},
			);
			return executionId;
		},
		async runStep(workflow, node, before) {
			const destinationNode = { nodeName: node, mode: 'inclusive' };
			// As the editor saves it: n8n looks for pinned data in what is saved.
			const { id, versionId } = workflow;
			await rest.send('PATCH', `/rest/workflows/${id}`, { pinData: {}, versionId });
			const { executionId } = await rest.data<{ executionId: string }>('POST', `/rest/workflows/${id}/run`, {
				workflowData: workflow,
				runData: before,
				destinationNode,
				dirtyNodeNames: [],
			});
			return executionId;
		},
		async retryExecution(id) {
			await rest.send('POST', `/rest/executions/${id}/retry`, { loadWorkflow: false });
		},
		async stopExecution(id) {
			await rest.send('POST', `/rest/executions/${id}/stop`, {});
		},
		async outputOf(executionId, node) {
			return (await runDataOf(executionId))[node]?.at(-1)?.data?.main?.[0] ?? [];
		},
		runDataOf,
		query(sql, ...values) {
			const file = path.join(userFolder, '.n8n', 'database.sqlite');
			const database = new DatabaseSync(file, { readOnly: true });
			try {
				return database.prepare(sql).all(...values);
			} finally {
				database.close();
			}
		},
		async killAndRestart() {
			const port = Number(new URL(server.url).port);
			await server.kill();
			// The system takes a moment to take the port back.
			while (!(await isPortFree(port))) await sleep(50);
			server = await startN8n({ tools, userFolder, logFile, port });
		},
		async stop() {
			await server.stop();
			await playground.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
