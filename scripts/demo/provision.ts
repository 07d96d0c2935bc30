import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

import type { N8nClient } from '../../tools/n8n/client.ts';
import { readExamples, withCredentials, type Example } from '../../tools/n8n/examples.ts';
import type { Credential, CredentialData, SavedWorkflow } from '../../tools/n8n/types.ts';

/** The package's credentials, and where the playground serves each provider. */
const PROVIDERS = [
	{ name: 'AsyncFlow', credentialType: 'asyncFlowApi', path: 'asyncflow' },
	{ name: 'AI Voice Clone Free', credentialType: 'aiVoiceCloneFreeApi', path: 'aivoiceclonefree' },
	{ name: 'Faseeh', credentialType: 'faseehApi', path: 'faseeh' },
] as const;

/** An example as it was imported, so that a later run can tell whether the file or the workflow changed. */
interface Imported {
	id: string;
	versionId: string;
	hash: string;
}

type Ledger = Record<string, Imported>;

export interface ImportedExample {
	name: string;
	saved: SavedWorkflow;
	/** Whether the user changed it in the editor. */
	edited: boolean;
}

/** Creates or updates a credential for each simulated provider. */
export async function provideCredentials(
	client: N8nClient,
	{ url, apiKey }: { url: string; apiKey: string },
): Promise<Credential[]> {
	const credentials: Credential[] = [];
	for (const { name, credentialType, path } of PROVIDERS) {
		const data = { apiKey, baseUrl: `${url}/${path}` };
		credentials.push(
			await provideCredential(client, { name: `${name} (playground)`, type: credentialType, data }),
		);
	}
	return credentials;
}

/** Creates the credential, or updates the address in the one of an earlier run. */
async function provideCredential(
	client: N8nClient,
	{ name, type, data }: { name: string; type: string; data: CredentialData },
): Promise<Credential> {
	const existing = (await client.credentials()).find((one) => one.type === type && one.name === name);
	if (existing === undefined) return await client.createCredential(name, type, data);
	await client.updateCredential(existing, data);
	return existing;
}

/**
 * Imports all examples. An imported example is unchanged, unless its file has changed and the user has not edited
 * the workflow.
 */
export async function provideExamples(
	client: N8nClient,
	options: { root: string; ledgerFile: string; credentials: Credential[] },
): Promise<ImportedExample[]> {
	const { root, ledgerFile, credentials } = options;
	const ledger: Ledger = existsSync(ledgerFile)
		? (JSON.parse(readFileSync(ledgerFile, 'utf8')) as Ledger)
		: {};
	const present = new Map((await client.workflows()).map((workflow) => [workflow.id, workflow]));
	const results: ImportedExample[] = [];
	for (const example of readExamples(root)) {
		const before = ledger[example.name];
		const existing = before && present.get(before.id);
		const current = existing?.isArchived === true ? undefined : existing;
		const { imported, ...result } = await provideOne(client, example, credentials, before, current);
		ledger[example.name] = imported;
		results.push({ name: example.name, ...result });
	}
	writeFileSync(ledgerFile, JSON.stringify(ledger, null, 2));
	return results;
}

async function provideOne(
	client: N8nClient,
	{ workflow }: Example,
	credentials: Credential[],
	before: Imported | undefined,
	existing: SavedWorkflow | undefined,
) {
	const hash = createHash('sha256').update(JSON.stringify(workflow)).digest('hex');
	const remember = (saved: SavedWorkflow, edited: boolean) => ({
		imported: { id: saved.id, versionId: edited && before ? before.versionId : saved.versionId, hash },
		saved,
		edited,
	});
	const wanted = withCredentials(workflow, credentials);
	if (before === undefined || existing === undefined) {
		return remember(await client.importWorkflow(wanted), false);
	}
	const edited = existing.versionId !== before.versionId;
	if (edited || before.hash === hash) return remember(existing, edited);
	return remember(await client.updateWorkflow(existing, wanted), false);
}
