import type { FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';

import type { FormNotes } from '../accounts/types.ts';

/** A file of a multipart form. */
export interface FormFile {
	field: string;
	name: string;
	mimeType: string;
	/** The real size, even if `content` is cut. */
	bytes: number;
	sha256: string;
	/** Cut at the limit. */
	content: Buffer;
}

/** A multipart form. */
export interface Form {
	/** Text fields; a list if a field was sent more than once. */
	fields: Record<string, string | string[]>;
	files: FormFile[];
}

/**
 * Reads a multipart form. Throws fastify's error if it is malformed.
 *
 * @param maxFileBytes bytes of a file to keep; the rest is only counted
 */
export async function readForm(request: FastifyRequest, maxFileBytes: number): Promise<Form> {
	const form: Form = { fields: {}, files: [] };
	for await (const part of request.parts({ limits: { fileSize: Infinity, fieldSize: 1024 * 1024 } })) {
		if (part.type === 'field') {
			const previous = form.fields[part.fieldname];
			const value = String(part.value);
			form.fields[part.fieldname] = previous === undefined ? value : [previous, value].flat();
			continue;
		}
		const hash = createHash('sha256');
		const chunks: Buffer[] = [];
		let bytes = 0;
		for await (const chunk of part.file as AsyncIterable<Buffer>) {
			hash.update(chunk);
			if (bytes < maxFileBytes) chunks.push(chunk.subarray(0, maxFileBytes - bytes));
			bytes += chunk.length;
		}
		form.files.push({
			field: part.fieldname,
			name: part.filename,
			mimeType: part.mimetype,
			bytes,
			sha256: hash.digest('hex'),
			content: Buffer.concat(chunks),
		});
	}
	return form;
}

/** A form in the journal: without the content of its files. */
export function formNotes({ fields, files }: Form): FormNotes {
	return {
		fields,
		files: files.map(({ field, name, mimeType, bytes, sha256 }) => ({
			field,
			name,
			mimeType,
			bytes,
			sha256,
		})),
	};
}
