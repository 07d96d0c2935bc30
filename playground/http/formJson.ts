import { at, type Contract } from '../contract.ts';
import type { Form } from './form.ts';

function typed(text: string, type: unknown): unknown {
	if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
	if (type === 'number' && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
	return text;
}

/**
 * Converts a form to the JSON that a component of the contract describes: booleans and numbers are parsed, a file is its
 * name, and a field that was sent more than once is a list. Unknown fields are omitted.
 */
export function formJson(contract: Contract, component: string, form: Form): Record<string, unknown> {
	const properties = at(contract.document, 'components', 'schemas', component, 'properties');
	const json: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(form.fields)) {
		if (!(name in properties)) continue;
		const { type, format } = at(properties, name);
		// Text is not valid in the field of a file.
		if (format === 'binary') json[name] = null;
		else json[name] = typeof value === 'string' ? typed(value, type) : value;
	}
	for (const { field, name } of form.files) {
		if (at(properties, field).format === 'binary') json[field] = field in json ? [json[field], name] : name;
	}
	return json;
}
