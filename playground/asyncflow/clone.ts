import { randomUUID } from 'node:crypto';

import type { Account } from '../accounts/account.ts';
import { readSample } from '../audio/sample.ts';
import { at, type Contract } from '../contract.ts';
import { jsonAnswer, type Answer } from '../http/answer.ts';
import type { Form, FormFile } from '../http/form.ts';
import type { Call } from '../provider.ts';
import { clonedSound } from '../speech/clonedSound.ts';
import type { Gender, Voice } from './catalogue.ts';
import { error, sampleErrors } from './errors.ts';
import { ownVoices } from './ownVoices.ts';

/** `CloneRequest` of the contract, without the file. */
interface CloneRequest {
	name: string;
	description?: string;
	gender?: Gender;
	accent?: string;
	style?: string;
}

/** Languages later documentation gives a cloned voice. */
const LATER_LANGUAGES = 'en,fr,es,de,it,pt,ar,ru,ro,ja,he,hy,tr,hi,zh';

/**
 * A form as the JSON that `CloneRequest` describes: text becomes a boolean where it says so, a file stands as its name.
 * What the contract does not know is kept out, except a file, which then is missing where it should be.
 */
export function cloneBody(contract: Contract, form: Form, account: Account | undefined): unknown {
	const properties = at(contract.document, 'components', 'schemas', 'CloneRequest', 'properties');
	const body: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(form.fields)) {
		const { type, format } = at(properties, name);
		// Text is not valid where a file is wanted.
		if (format === 'binary') body[name] = null;
		else if (type === 'boolean' && (value === 'true' || value === 'false')) body[name] = value === 'true';
		else body[name] = value;
	}
	for (const { field, name } of form.files) {
		if (at(properties, field)['format'] !== 'binary') {
			throw error('invalid', `A file is in the field ${field}; only audio takes one`);
		}
		if (field in body) throw error('invalid', `The field ${field} came more than once`);
		body[field] = name;
	}
	// The contract is the first form of the API: what the later one does not want is put in its place.
	return account?.settings.cloneApi === 'later' ? { enhance: false, ...body, language: 'en' } : body;
}

/** Throws the documented error when the sample cannot be used. */
async function readSampleFile(form: Form | undefined, account: Account): Promise<FormFile> {
	const file = form?.files[0];
	if (!file) throw error('invalid', 'The audio is missing');
	const { cloneMaxBytes, cloneMinSeconds, cloneLimit } = account.settings;
	if (file.bytes > cloneMaxBytes) throw sampleErrors.large(file.bytes, cloneMaxBytes);
	if (cloneLimit !== null && ownVoices(account).length >= cloneLimit) throw sampleErrors.limit(cloneLimit);
	const sample = await readSample(file.content, ['wav', 'mp3', 'flac', 'aiff']);
	if (!sample) throw sampleErrors.format();
	if (sample.seconds < cloneMinSeconds) throw sampleErrors.short(sample.seconds, cloneMinSeconds);
	if (sample.silent) throw sampleErrors.silent();
	return file;
}

/** `POST /voices/clone` */
export async function cloneVoice({ account, body, form }: Call): Promise<Answer> {
	if (!account) throw error('unauthorized', 'The API key is missing or not valid.');
	const { name, description = '', gender = 'Unspecified', accent = '', style = '' } = body as CloneRequest;
	const { sha256 } = await readSampleFile(form, account);
	const now = new Date().toISOString();
	const voice: Voice = {
		voice_id: randomUUID(),
		name,
		description,
		language: account.settings.cloneApi === 'later' ? LATER_LANGUAGES : 'en',
		gender,
		accent,
		style,
		created_at: now,
		updated_at: now,
		voice_type: 'CUSTOM',
	};
	ownVoices(account).unshift({ voice, sound: clonedSound(sha256, 'en-us') });
	return jsonAnswer(200, { id: voice.voice_id, name, description, language: voice.language });
}
