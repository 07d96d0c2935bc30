import type { INodeExecutionData } from 'n8n-workflow';

import type { PcmFormat } from '../audio/pcm';
import type { Join } from '../binary/joinStored';
import { joinStored } from '../binary/joinStored';
import type { AudioFileOptions } from '../binary/storeAudio';
import type { StoredAudio } from '../binary/storedAudio';
import { storeWhole } from '../binary/storeWhole';
import { mapConcurrently } from '../concurrency/mapConcurrently';
import { Scope } from '../concurrency/scope';
import { settle } from '../concurrency/settle';
import type { AudioSource } from '../http/body';
import type { Call } from '../http/types';
import type { Synthesis } from '../items/output';
import { audioItem } from '../items/output';
import type { ItemCall } from '../operation/registry';
import type { Word } from '../text/cues';
import { chunksOf } from './chunks';
import { handOver } from './handOver';
import { wordsOf } from './words';

/** A text to synthesize into one audio file, and how. */
export interface SpeechPlan {
	readonly text: string;
	/** Maximum characters of one request; `undefined` for a single request. */
	readonly maxCharacters: number | undefined;
	/** Language of the text (BCP 47), which determines where sentences end. */
	readonly locale: string | undefined;
	readonly file: AudioFileOptions;
	/** Output field of the audio. */
	readonly binaryProperty: string;
	/** Joins the chunks, even a single one. By default several are joined, and one stays unchanged. */
	readonly join?: Join | undefined;
	/** What the output contains besides the audio. */
	readonly synthesis: Omit<Synthesis, 'text'>;
}

/** A chunk that was synthesized. */
export interface SynthesizedChunk {
	readonly stored: StoredAudio;
	/** Times of its words from the start of the chunk; `undefined` if the provider sends none. */
	readonly words?: readonly Word[] | undefined;
}

/** Stores the audio of a response. */
export type Store = (source: AudioSource, raw?: PcmFormat) => Promise<StoredAudio>;

/** Sends the request for one chunk, and stores the audio of the response. */
export type SendChunk = (call: Call, text: string, store: Store) => Promise<SynthesizedChunk>;

/** A text that was synthesized. */
export interface Speech {
	readonly item: INodeExecutionData;
	readonly stored: StoredAudio;
	/** The words of the whole text; `undefined` when no chunk has any. */
	readonly words: readonly Word[] | undefined;
	/** Whether some chunks have none. */
	readonly wordsMissing: boolean;
}

/**
 * Synthesizes a text of any length: text → chunks → requests → audio. Several chunks are synthesized
 * concurrently and joined in order into one file. Each is kept in n8n's binary store until all are complete, so
 * memory does not grow with the length of the text; n8n deletes them with the execution.
 *
 * If a chunk fails for good, no other is sent, and what was synthesized is recorded in the item's ledger.
 *
 * @throws {InputError} before anything is sent, for a text that cannot be synthesized.
 * @throws {ProviderError} of the first chunk that failed.
 */
export async function synthesizeText(item: ItemCall, plan: SpeechPlan, send: SendChunk): Promise<Speech> {
	const chunks = chunksOf(plan);
	const scope = new Scope([item.stopping]);
	const call = callFor(item, chunks.length, scope.signal);
	const partialAudio: StoredAudio[] = [];
	const outcomes = await mapConcurrently(
		chunks,
		item.connection.concurrency,
		scope.signal,
		async ({ text }) => {
			const outcome = await synthesizeChunk(call, plan, text, send);
			if (outcome.status === 'fulfilled') return outcome.value;
			// The chunks in flight are awaited before this item fails; meanwhile the other items must not send more.
			item.stopRun();
			scope.stop();
			if (outcome.received !== undefined) partialAudio.push(outcome.received);
			throw outcome.reason;
		},
	);
	scope.release();

	const synthesized = outcomes.flatMap((outcome) => (outcome?.status === 'fulfilled' ? [outcome.value] : []));
	if (synthesized.length < chunks.length)
		throw await handOver(item, plan, { chunks, outcomes, partialAudio });
	const joined = await settle(joinChunks(item, plan, synthesized));
	if (joined.status === 'rejected') {
		item.stopRun();
		throw await handOver(item, plan, { chunks, outcomes, partialAudio: [], reason: joined.reason });
	}
	const stored = joined.value;
	item.ledger.audio = [{ field: plan.binaryProperty, stored }];
	const output = audioItem(item, plan.binaryProperty, stored, { ...plan.synthesis, text: plan.text });
	const wordsMissing = synthesized.some(({ words }) => words === undefined);
	return { item: output, stored, words: wordsOf(synthesized), wordsMissing };
}

/** The policy for the chunks: one of several may be repeated where a single request may not. */
function callFor(item: ItemCall, count: number, stopping: AbortSignal): ItemCall {
	const { repeatUncertain } = item.options;
	const repeat = repeatUncertain === 'always' || (repeatUncertain === 'parts' && count > 1);
	return { ...item, stopping, policy: { ...item.policy, repeatUncertain: repeat } };
}

async function synthesizeChunk(
	call: ItemCall,
	{ file }: SpeechPlan,
	text: string,
	send: SendChunk,
): Promise<PromiseSettledResult<SynthesizedChunk> & { received?: StoredAudio | undefined }> {
	let received: StoredAudio | undefined;
	const store: Store = async (source, raw) => {
		received = undefined;
		return await storeWhole(
			call.context,
			call,
			source,
			raw === undefined ? file : { ...file, raw },
			(part) => {
				received = part;
			},
		);
	};
	return { ...(await settle(send(call, text, store))), received };
}

async function joinChunks(
	{ context }: ItemCall,
	{ join }: SpeechPlan,
	synthesized: readonly SynthesizedChunk[],
): Promise<StoredAudio> {
	const files = synthesized.map(({ stored }) => stored);
	const [only, ...more] = files;
	if (only !== undefined && more.length === 0 && join === undefined) return only;
	return await joinStored(context, files, join);
}
