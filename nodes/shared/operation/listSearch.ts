import type { INodeListSearchItems } from 'n8n-workflow';

/** Every word of the filter must occur somewhere in the label or the ID. */
export function matches({ name, value }: INodeListSearchItems, filter = ''): boolean {
	const haystack = `${name} ${String(value)}`.toLowerCase();
	return filter
		.toLowerCase()
		.split(/\s+/)
		.every((word) => haystack.includes(word));
}
