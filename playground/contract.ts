import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** What the playground needs to know of an operation beyond its schemas. */
export interface ContractOperation {
	operationId: string;
	path: string;
	secured: boolean;
	bodyRequired: boolean;
	/** The body is a multipart form and nothing else. */
	takesForm: boolean;
	/** Error codes its 429 lists: a limit only applies where the contract says so. */
	limitCodes: string[];
	/** Described by `x-websocket`: the request is a handshake. */
	webSocket: boolean;
	/** A good answer is a file and not JSON. */
	answersBytes: boolean;
	/** `x-in-band-error`: what follows the audio when the quota ends in the middle of it. */
	inBandError: string | undefined;
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
	/** Those `componentSchema` has made. */
	schemas: Map<string, Node>;
}

/** JSON Schema of a component that can stand alone: it brings the components it refers to. Always the same object. */
export function componentSchema({ document, schemas }: Contract, name: string): Node {
	const known = schemas.get(name);
	if (known) return known;
	const schema = { $ref: `#/components/schemas/${name}`, components: at(document, 'components') };
	schemas.set(name, schema);
	return schema;
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
			const socket = operation['x-websocket'];
			// A WebSocket tells its errors in messages: it has no 429.
			const codes = at(isNode(socket) ? socket : at(operation, 'responses', '429'))['x-error-codes'];
			const good = at(operation, 'responses', '200');
			const marker = good['x-in-band-error'];
			const types = Object.keys(at(good, 'content'));
			const bodies = Object.keys(at(operation, 'requestBody', 'content'));
			operations.set(operationId, {
				operationId,
				path,
				secured: Array.isArray(security) && security.length > 0,
				bodyRequired: at(operation, 'requestBody').required === true,
				takesForm: bodies.length === 1 && bodies[0] === 'multipart/form-data',
				limitCodes: Array.isArray(codes) ? codes.map(String) : [],
				webSocket: isNode(socket),
				answersBytes: types.length > 0 && !types.includes('application/json'),
				inBandError: typeof marker === 'string' ? marker : undefined,
			});
		}
	}
	return { document, operations, schemas: new Map() };
}
