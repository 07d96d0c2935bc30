/** The parts of n8n's REST API that are used here. */

export interface WorkflowNode {
	id?: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string; name: string }>;
	[more: string]: unknown;
}

/** A workflow as n8n exports it. */
export interface Workflow {
	name: string;
	nodes: WorkflowNode[];
	connections: Record<string, unknown>;
	settings?: Record<string, unknown>;
}

export interface SavedWorkflow extends Workflow {
	id: string;
	versionId: string;
	active: boolean;
	activeVersionId?: string | null;
	isArchived?: boolean;
}

export interface Credential {
	id: string;
	name: string;
	type: string;
}

export type CredentialData = Record<string, unknown>;

export interface CredentialTestResult {
	status: 'OK' | 'Error';
	message: string;
}

export interface Execution {
	id: string;
	status: string;
	workflowId: string;
}

export interface ListSearchResult {
	results: Array<{ name: string; value: string; url?: string }>;
	paginationToken?: unknown;
}

export interface ListSearch {
	/** For example `n8n-nodes-voice-cloning.asyncFlow`. */
	nodeType: string;
	typeVersion?: number;
	/** The parameter of the list, for example `parameters.voiceId`. */
	path: string;
	methodName: string;
	parameters?: Record<string, unknown>;
	credentials: Record<string, { id: string; name: string }>;
	filter?: string;
	paginationToken?: unknown;
}

export interface NodeTypeInfo {
	name: string;
	displayName: string;
	version: number | number[];
	iconUrl?: string | { light: string; dark: string };
	credentials?: Array<{ name: string }>;
	properties: Array<{ name: string }>;
}

export interface Owner {
	email: string;
	password: string;
	firstName: string;
	lastName: string;
}
