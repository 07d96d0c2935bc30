import { randomUUID } from 'node:crypto';

import { jsonResponse, type ProviderResponse } from '../http/response.ts';
import type { Call } from '../provider.ts';
import { clonedSound } from '../speech/clonedSound.ts';
import type { Voice } from './catalogue.ts';
import { findModel } from './models.ts';
import { checkVoiceFile, sampleIn } from './samples.ts';
import { describeVoice, ownVoices } from './voices.ts';

/** The contract's `CloneRequest`, without the files. */
interface CloneRequest {
	text: string;
	/** 0 to 1. */
	stability: number;
	name: string;
	model: string;
	description?: string;
	gender?: string;
	age?: string;
	/** Comma-separated, like `dialects`. */
	languages?: string;
	dialects?: string;
	avatar_url?: string;
}

const listOf = (text = ''): string[] =>
	text
		.split(',')
		.map((one) => one.trim())
		.filter((one) => one !== '');

/** `POST /voices/clone`. Free: no price is documented. */
export async function cloneVoice(call: Call): Promise<ProviderResponse> {
	const request = call.body as CloneRequest;
	findModel(request.model);
	await checkVoiceFile(call.form, call.account);
	const { sha256 } = await sampleIn(call.form, 'reference_audio_file', call.account);
	const id = randomUUID();
	const voice: Voice = {
		id,
		voice_id: `cloned-${id.slice(0, 8)}`,
		name: request.name,
		description: request.description ?? null,
		gender: request.gender ?? null,
		age: request.age ?? null,
		languages: listOf(request.languages),
		dialect: listOf(request.dialects),
		type: 'cloned',
		avatar_url: request.avatar_url ?? null,
		stability: request.stability,
	};
	ownVoices(call.account).unshift({ voice, sound: clonedSound(sha256, 'ar'), sample: request.text });
	return jsonResponse(200, describeVoice(voice, call));
}
