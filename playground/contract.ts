import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** What the playground reads from an operation, besides its schemas. */
export interface ContractOperation {
	operationId: string;
	path: string;
	secured: boolean;
	bodyRequired: boolean;
	/** The body must be a multipart form. */
	requiresForm: boolean;
	/** Error codes of its 429: the limits that apply. */
	limitCodes: string[];
	/** It has `x-websocket`. */
	webSocket: boolean;
	/** Its response is a file. */
	returnsAudio: boolean;
	/** `x-in-band-error`: the marker that follows the audio if the quota runs out in the middle of it. */
	inBandError: string | undefined;
}

type Node = Record<string, unknown>;

const METHODS = new Set(['get', 'put', 'post', 'delete', 'patch']);

const isNode = (value: unknown): value is Node =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object at a path in a document; an empty one if there is none. */
export function at(document: unknown, ...keys: string[]): Node {
	let node: unknown = document;
	for (const key of keys) node = isNode(node) ? node[key] : undefined;
	return isNode(node) ? node : {};
}

/** An OpenAPI contract. */
export interface Contract {
	document: Node;
	/** By `operationId`. */
	operations: Map<string, ContractOperation>;
	/** Cache of `componentSchema`. */
	schemas: Map<string, Node>;
}

/** JSON Schema of a component with the components it refers to. Always the same object, so that it is compiled once. */
export function componentSchema({ document, schemas }: Contract, name: string): Node {
	const known = schemas.get(name);
	if (known) return known;
	const schema = { $ref: `#/components/schemas/${name}`, components: at(document, 'components') };
	schemas.set(name, schema);
	return schema;
}

/** Reads an OpenAPI file in YAML. Throws if it is not one. */
export function readContract(file: URL): Contract {
	const document: unknown = parse(readFileSync(file, 'utf8'));
	if (!isNode(document) || !('openapi' in document)) throw new Error(`${file.href} is not an OpenAPI file`);
	const operations = new Map<string, ContractOperation>();
	for (const [path, item] of Object.entries(at(document, 'paths'))) {
		for (const [method, operation] of Object.entries(at(item))) {
			if (!METHODS.has(method) || !isNode(operation)) continue;
			const operationId = String(operation.operationId);
			const security = operation.security ?? document.security;
			const socket = operation['x-websocket'];
			// A WebSocket sends its errors as messages: it has no 429.
			const codes = at(isNode(socket) ? socket : at(operation, 'responses', '429'))['x-error-codes'];
			const success = at(operation, 'responses', '200');
			const marker = success['x-in-band-error'];
			const types = Object.keys(at(success, 'content'));
			const bodies = Object.keys(at(operation, 'requestBody', 'content'));
			operations.set(operationId, {
				operationId,
				path,
				secured: Array.isArray(security) && security.length > 0,
				bodyRequired: at(operation, 'requestBody').required === true,
				requiresForm: bodies.length === 1 && bodies[0] === 'multipart/form-data',
				limitCodes: Array.isArray(codes) ? codes.map(String) : [],
				webSocket: isNode(socket),
				returnsAudio: types.length > 0 && !types.includes('application/json'),
				inBandError: typeof marker === 'string' ? marker : undefined,
			});
		}
	}
	return { document, operations, schemas: new Map() };
}
