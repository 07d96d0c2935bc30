import { setTimeout as sleep } from 'node:timers/promises';

import { RestSession } from './rest.ts';
import type {
	Credential,
	CredentialData,
	CredentialTestResult,
	Execution,
	ListSearch,
	ListSearchResult,
	NodeTypeInfo,
	Owner,
	SavedWorkflow,
	Workflow,
} from './types.ts';

const PUBLISH_MS = 30_000;
const POLL_MS = 50;

/** Does what the editor does, through n8n's REST API. */
export class N8nClient {
	readonly url: string;
	readonly #rest: RestSession;

	constructor(url: string) {
		this.url = url;
		this.#rest = new RestSession(url);
	}

	/** Signs in as the owner. A new instance has none, so it is created. */
	async signIn({ email, password, firstName, lastName }: Owner): Promise<void> {
		const settings = await this.#rest.data<{ userManagement: { showSetupOnFirstLoad?: boolean } }>(
			'GET',
			'/rest/settings',
		);
		if (settings.userManagement.showSetupOnFirstLoad === true) {
			await this.#rest.send('POST', '/rest/owner/setup', { email, password, firstName, lastName });
		} else {
			await this.#rest.send('POST', '/rest/login', { emailOrLdapLoginId: email, password });
		}
	}

	/** All node types that this n8n has loaded. */
	async nodeTypes(): Promise<NodeTypeInfo[]> {
		const response = await this.#rest.send('GET', '/types/nodes.json');
		return (await response.json()) as NodeTypeInfo[];
	}

	async credentials(): Promise<Credential[]> {
		return await this.#rest.data('GET', '/rest/credentials');
	}

	async createCredential(name: string, type: string, data: CredentialData): Promise<Credential> {
		return await this.#rest.data('POST', '/rest/credentials', { name, type, data });
	}

	async updateCredential({ id, name, type }: Credential, data: CredentialData): Promise<void> {
		await this.#rest.send('PATCH', `/rest/credentials/${id}`, { name, type, data });
	}

	/** Tests a credential as the editor does: a saved one, or one that is being entered. */
	async testCredential(
		type: string,
		data: CredentialData,
		saved?: Credential,
	): Promise<CredentialTestResult> {
		return await this.#rest.data('POST', '/rest/credentials/test', {
			credentials: { id: saved?.id ?? '', name: saved?.name ?? 'New credential', type, data },
		});
	}

	async workflows(): Promise<SavedWorkflow[]> {
		return await this.#rest.data('GET', '/rest/workflows');
	}

	async workflow(id: string): Promise<SavedWorkflow> {
		return await this.#rest.data('GET', `/rest/workflows/${id}`);
	}

	async importWorkflow({ name, nodes, connections, settings = {} }: Workflow): Promise<SavedWorkflow> {
		return await this.#rest.data('POST', '/rest/workflows', { name, nodes, connections, settings });
	}

	/** Saves a new version; the published version is unchanged. */
	async updateWorkflow(saved: SavedWorkflow, workflow: Workflow): Promise<SavedWorkflow> {
		const { name, nodes, connections, settings = {} } = workflow;
		const changes = { name, nodes, connections, settings, versionId: saved.versionId };
		return await this.#rest.data('PATCH', `/rest/workflows/${saved.id}`, changes);
	}

	/** Publishes a version and waits until its webhooks and triggers are live. */
	async publish({ id, versionId }: SavedWorkflow): Promise<void> {
		await this.#rest.send('POST', `/rest/workflows/${id}/activate`, { versionId });
		const deadline = Date.now() + PUBLISH_MS;
		for (;;) {
			const { status, liveVersionId, pendingVersionId } = await this.#publication(id);
			if (status === 'published' && liveVersionId === versionId && !pendingVersionId) return;
			if (Date.now() > deadline) throw new Error(`The workflow ${id} did not become live: ${status}`);
			await sleep(POLL_MS);
		}
	}

	async #publication(id: string) {
		return await this.#rest.data<{
			status: string;
			liveVersionId?: string | null;
			pendingVersionId?: string | null;
		}>('GET', `/rest/workflows/${id}/publication-status`);
	}

	async unpublish(id: string): Promise<void> {
		await this.#rest.send('POST', `/rest/workflows/${id}/deactivate`, {});
	}

	/** The latest executions of a workflow, at most twenty. */
	async executions(workflowId: string): Promise<Execution[]> {
		return (await this.#listExecutions(workflowId)).results;
	}

	async countExecutions(workflowId: string): Promise<number> {
		return (await this.#listExecutions(workflowId)).count;
	}

	async #listExecutions(workflowId: string): Promise<{ count: number; results: Execution[] }> {
		const filter = JSON.stringify({ workflowId });
		return await this.#rest.data('GET', '/rest/executions', undefined, { filter });
	}

	/** An execution with its data, which n8n sends in the `flatted` format as a string. */
	async execution(id: string): Promise<Execution & { data: string }> {
		return await this.#rest.data('GET', `/rest/executions/${id}`);
	}

	/** The bytes of a binary field, as the editor downloads them. */
	async binary(id: string): Promise<Buffer> {
		const response = await this.#rest.send('GET', '/rest/binary-data', undefined, { id, action: 'download' });
		return Buffer.from(await response.arrayBuffer());
	}

	/** One page of the list behind a "from list" parameter. */
	async listSearch(search: ListSearch): Promise<ListSearchResult> {
		return await this.#rest.data('POST', '/rest/dynamic-node-parameters/resource-locator-results', {
			path: search.path,
			methodName: search.methodName,
			nodeTypeAndVersion: { name: search.nodeType, version: search.typeVersion ?? 1 },
			currentNodeParameters: search.parameters ?? {},
			credentials: search.credentials,
			...(search.filter === undefined ? {} : { filter: search.filter }),
			...(search.paginationToken === undefined ? {} : { paginationToken: search.paginationToken }),
		});
	}

	/** Calls a production webhook. */
	async callWebhook(path: string, body: unknown): Promise<Response> {
		return await fetch(`${this.url}/webhook/${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
			signal: AbortSignal.timeout(60_000),
		});
	}
}
