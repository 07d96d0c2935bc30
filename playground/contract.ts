import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** What the playground needs to know of an operation beyond its schemas. */
export interface ContractOperation {
	operationId: string;
	path: string;
	secured: boolean;
	bodyRequired: boolean;
	/** Error codes its 429 lists: a limit only applies where the contract says so. */
	limitCodes: string[];
}

type Node = Record<string, unknown>;

const METHODS = new Set(['get', 'put', 'post', 'delete', 'patch']);

const isNode = (value: unknown): value is Node =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The part of a document at the given keys; an empty object where there is none. */
export function at(document: unknown, ...keys: string[]): Node {
	let node: unknown = document;
	for (const key of keys) node = isNode(node) ? node[key] : undefined;
	return isNode(node) ? node : {};
}

/** An OpenAPI contract: the document, and its operations by id. */
export interface Contract {
	document: Node;
	operations: Map<string, ContractOperation>;
}

/** Reads an OpenAPI file in YAML. Throws when it is no such file. */
export function readContract(file: URL): Contract {
	const document: unknown = parse(readFileSync(file, 'utf8'));
	if (!isNode(document) || !('openapi' in document)) throw new Error(`${file.href} is no OpenAPI file`);
	const operations = new Map<string, ContractOperation>();
	for (const [path, item] of Object.entries(at(document, 'paths'))) {
		for (const [method, operation] of Object.entries(at(item))) {
			if (!METHODS.has(method) || !isNode(operation)) continue;
			const operationId = String(operation.operationId);
			const security = operation.security ?? document.security;
			const codes = at(operation, 'responses', '429')['x-error-codes'];
			operations.set(operationId, {
				operationId,
				path,
				secured: Array.isArray(security) && security.length > 0,
				bodyRequired: at(operation, 'requestBody').required === true,
				limitCodes: Array.isArray(codes) ? codes.map(String) : [],
			});
		}
	}
	return { document, operations };
}
