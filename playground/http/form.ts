import type { FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';

import type { FormNotes } from '../accounts/types.ts';

/** A file of a multipart form. */
export interface FormFile {
	field: string;
	/** As the client named it. */
	name: string;
	mimeType: string;
	/** True size, also when `content` is cut. */
	bytes: number;
	sha256: string;
	/** No more than the limit it was read with. */
	content: Buffer;
}

/** A multipart form as it was sent. */
export interface Form {
	/** Text fields; a list for a field that came more than once. */
	fields: Record<string, string | string[]>;
	files: FormFile[];
}

/**
 * Reads a multipart form. Throws fastify's error when it is damaged.
 *
 * @param maxFileBytes what is kept of a file; the rest is only counted
 */
export async function readForm(request: FastifyRequest, maxFileBytes: number): Promise<Form> {
	const form: Form = { fields: {}, files: [] };
	for await (const part of request.parts({ limits: { fileSize: Infinity, fieldSize: 1024 * 1024 } })) {
		if (part.type === 'field') {
			const before = form.fields[part.fieldname];
			const value = String(part.value);
			form.fields[part.fieldname] = before === undefined ? value : [before, value].flat();
			continue;
		}
		const hash = createHash('sha256');
		const kept: Buffer[] = [];
		let bytes = 0;
		for await (const chunk of part.file as AsyncIterable<Buffer>) {
			hash.update(chunk);
			if (bytes < maxFileBytes) kept.push(chunk.subarray(0, maxFileBytes - bytes));
			bytes += chunk.length;
		}
		form.files.push({
			field: part.fieldname,
			name: part.filename,
			mimeType: part.mimetype,
			bytes,
			sha256: hash.digest('hex'),
			content: Buffer.concat(kept),
		});
	}
	return form;
}

/** A form as the journal shows it: without the content of its files. */
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
