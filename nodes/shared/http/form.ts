/** A file of a form. */
export interface FormFile {
	readonly file: Blob;
	readonly fileName: string;
}

export type FormValue = string | number | boolean | readonly string[] | FormFile | undefined;

/**
 * A body of multipart/form-data (RFC 7578), in this order. Lists become text with commas; what is undefined
 * is left out.
 */
export function buildForm(values: Readonly<Record<string, FormValue>>): FormData {
	const form = new FormData();
	for (const [name, value] of Object.entries(values)) {
		if (value === undefined) continue;
		if (typeof value === 'object' && 'file' in value) form.append(name, value.file, value.fileName);
		else form.append(name, String(value));
	}
	return form;
}
