import { parse } from 'flatted';
import type { INodeExecutionData, IRunData, IRunExecutionData } from 'n8n-workflow';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

import { N8nClient } from '../../tools/n8n/client.ts';
import { readExample, withCredentials } from '../../tools/n8n/examples.ts';
import { installPackage } from '../../tools/n8n/package.ts';
import { isPortFree } from '../../tools/n8n/ports.ts';
import { RestSession } from '../../tools/n8n/rest.ts';
import { startN8n, type N8nServer } from '../../tools/n8n/server.ts';
import type { Credential, SavedWorkflow, Workflow } from '../../tools/n8n/types.ts';
import { packPackage } from '../../tools/npm.mjs';
import { startPlayground, type AccountSettings, type Playground, type PlaygroundAccount } from './playground';

const ROOT = path.resolve(__dirname, '..', '..');
const LOGS = path.join(ROOT, '.cache', 'logs');
const OWNER = {
	email: 'owner@example.com',
	password: 'Owner-of-tests-1',
	firstName: 'Test',
	lastName: 'Owner',
};

/** A real n8n with the packed package, installed as users install it, and a playground. */
export interface N8nInstance {
	readonly client: N8nClient;
	/** n8n's log. */
	readonly logFile: string;
	readonly playground: Playground;
	/** Opens an account with a provider and saves a credential for it. */
	asyncFlow: OpenAccount;
	aiVoiceCloneFree: OpenAccount;
	faseeh: OpenAccount;
	/** Imports an example with these credentials, applies changes and publishes it. */
	publishExample: (
		name: string,
		credentials: Credential[],
		change?: (workflow: Workflow) => Workflow,
	) => Promise<SavedWorkflow>;
	/**
	 * Starts a workflow from this trigger, as the editor does, or up to a node ("Execute step"). Returns the ID of the
	 * execution, or nothing if n8n first waits for a test event.
	 */
	runByHand: (workflow: SavedWorkflow, trigger: string, upTo?: string) => Promise<string>;
	/** Executes this node only, with the earlier output of the others. Returns the ID of the execution. */
	runStep: (workflow: SavedWorkflow, node: string, before: IRunData) => Promise<string>;
	/** Retries a failed execution. */
	retryExecution: (id: string) => Promise<void>;
	stopExecution: (id: string) => Promise<void>;
	/** The output of a node's last run in a saved execution. */
	outputOf: (executionId: string, node: string) => Promise<INodeExecutionData[]>;
	/** The output of all nodes in a saved execution. */
	runDataOf: (executionId: string) => Promise<IRunData>;
	/** Queries n8n's database. */
	query: (sql: string, ...values: string[]) => Array<Record<string, SQLOutputValue>>;
	/** Kills n8n and restarts it with the same database and port. */
	killAndRestart: () => Promise<void>;
	stop: () => Promise<void>;
}

type OpenAccount = (
	settings?: Partial<AccountSettings>,
) => Promise<{ credential: Credential; account: PlaygroundAccount }>;

/** Packs and installs the built package and starts n8n on free ports. */
export async function startN8nInstance(): Promise<N8nInstance> {
	const folder = mkdtempSync(path.join(tmpdir(), 'voice-e2e-'));
	const userFolder = path.join(folder, 'user');
	mkdirSync(userFolder);
	const packed = path.join(folder, 'package');
	const log = path.join(LOGS, 'e2e-package.log');
	const { filename } = await packPackage(ROOT, packed, { log });
	await installPackage({ root: ROOT, tarball: path.join(packed, filename), userFolder, log });
	const playground = await startPlayground();
	const logFile = path.join(LOGS, 'e2e-n8n.log');
	let server: N8nServer = await startN8n({ root: ROOT, userFolder, logFile }).catch(
		async (error: unknown) => {
			await playground.close();
			throw error;
		},
	);
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
			// The editor saves first: n8n reads pinned data from the saved workflow.
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
			// The system needs a moment to free the port.
			while (!(await isPortFree(port))) await sleep(50);
			server = await startN8n({ root: ROOT, userFolder, logFile, port });
		},
		async stop() {
			await server.stop();
			await playground.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
