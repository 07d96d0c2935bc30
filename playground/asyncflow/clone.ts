import { randomUUID } from 'node:crypto';

import type { Account } from '../accounts/account.ts';
import { readSample } from '../audio/sample.ts';
import type { Contract } from '../contract.ts';
import type { Form, FormFile } from '../http/form.ts';
import { formJson } from '../http/formJson.ts';
import { jsonResponse, type ProviderResponse } from '../http/response.ts';
import type { Call } from '../provider.ts';
import { clonedSound } from '../speech/clonedSound.ts';
import type { Gender, Voice } from './catalogue.ts';
import { error, sampleErrors } from './errors.ts';
import { ownVoices } from './ownVoices.ts';

/** The contract's `CloneRequest`, without the file. */
interface CloneRequest {
	name: string;
	description?: string;
	gender?: Gender;
	accent?: string;
	style?: string;
}

/** Languages of a cloned voice in later documentation. */
const LATER_LANGUAGES = 'en,fr,es,de,it,pt,ar,ru,ro,ja,he,hy,tr,hi,zh';

/** Converts a form to the contract's `CloneRequest`. Throws ApiError for a file in another field. */
export function cloneBody(contract: Contract, form: Form, account: Account | undefined): unknown {
	const stray = form.files.find(({ field }) => field !== 'audio');
	if (stray) throw error('invalid', `A file is in the field ${stray.field}; it must be in audio`);
	const body = formJson(contract, 'CloneRequest', form);
	// The contract is the first version of the API: adds what the later one does not require.
	return account?.settings.cloneApi === 'later' ? { enhance: false, ...body, language: 'en' } : body;
}

/** Throws the documented error if the sample cannot be used. */
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
export async function cloneVoice({ account, body, form }: Call): Promise<ProviderResponse> {
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
	return jsonResponse(200, { id: voice.voice_id, name, description, language: voice.language });
}
