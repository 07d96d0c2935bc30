import { joinStored } from '../binary/joinStored';
import type { StoredAudio } from '../binary/storedAudio';
import type { Outcome } from '../concurrency/mapConcurrently';
import { reasonsOf } from '../concurrency/mapConcurrently';
import { settle } from '../concurrency/settle';
import { asProviderError } from '../http/createErrors';
import { ProviderError } from '../http/errors';
import { stoppedError } from '../http/stopped';
import type { PaidAudio } from '../items/ledger';
import type { ItemCall } from '../operation/registry';
import type { Chunk } from '../text/split';
import type { SpeechPlan, SynthesizedChunk } from './synthesizeText';

/** The chunks of a text that failed, and their outcomes. */
export interface Progress {
	readonly chunks: readonly Chunk[];
	readonly outcomes: ReadonlyArray<Outcome<SynthesizedChunk>>;
	/** Audio of chunks that ended early. */
	readonly partialAudio: readonly StoredAudio[];
	/** The cause, if no chunk failed. */
	readonly reason?: unknown;
}

/** Consecutive chunks that are all synthesized, or all missing. */
interface ChunkRange {
	readonly chunks: readonly Chunk[];
	readonly files: readonly StoredAudio[];
}

/**
 * Records in the item's ledger what was synthesized of a text that failed: the audio up to the first gap, the
 * audio after each gap, and the missing text.
 *
 * @returns The error, which mentions it.
 */
export async function handOver(item: ItemCall, plan: SpeechPlan, progress: Progress): Promise<unknown> {
	const error = reasonOf(item, progress);
	// n8n drops the output of a cancelled execution.
	if (item.connection.cancelled?.aborted === true) return error;
	const runs = runsOf(progress);
	const done = runs.filter(({ files }) => files.length > 0);
	const paid = await Promise.all(done.map(async (run) => await filesOf(item, plan, run)));
	const audio = [...paid.flat(), ...progress.partialAudio.map((stored) => ({ stored }))];
	item.ledger.audio = audio.map((file, index) => ({ ...file, field: fieldOf(plan, index) }));
	item.ledger.missing = runs
		.filter(({ files }) => files.length === 0)
		.map(({ chunks }) => ({ ...rangeOf(chunks), text: chunks.map(({ text }) => text).join('') }));

	const { length: total } = progress.chunks;
	const finished = progress.outcomes.filter((outcome) => outcome?.status === 'fulfilled').length;
	if (audio.length === 0 || !(error instanceof ProviderError)) return error;
	return error.noting(
		finished === 0
			? 'Part of the audio was received and probably charged. The item includes it if On Error is set to continue'
			: `${finished} of ${total} chunks were synthesized and probably charged. The item includes them and the missing text if On Error is set to continue`,
	);
}

/** The first failure that was not caused by another one. */
function reasonOf(item: ItemCall, { outcomes, reason }: Progress): unknown {
	if (reason !== undefined) return asProviderError(reason, 'The audio could not be joined into one file');
	const reasons = reasonsOf(outcomes);
	const cause = reasons.find((error) => !(error instanceof ProviderError) || error.kind !== 'stopped');
	return cause ?? reasons[0] ?? stoppedError(item);
}

function runsOf({ chunks, outcomes }: Progress): ChunkRange[] {
	const runs: Array<{ chunks: Chunk[]; files: StoredAudio[] }> = [];
	for (const [index, chunk] of chunks.entries()) {
		const outcome = outcomes[index];
		const file = outcome?.status === 'fulfilled' ? outcome.value.stored : undefined;
		let last = runs.at(-1);
		if (last === undefined || last.files.length > 0 !== (file !== undefined)) {
			last = { chunks: [], files: [] };
			runs.push(last);
		}
		last.chunks.push(chunk);
		if (file !== undefined) last.files.push(file);
	}
	return runs;
}

/** One file for consecutive chunks, or one for each if they cannot be joined. */
async function filesOf(
	{ context }: ItemCall,
	{ join }: SpeechPlan,
	{ chunks, files }: ChunkRange,
): Promise<Array<Omit<PaidAudio, 'field'>>> {
	const [only, ...more] = files;
	if (only !== undefined && more.length === 0) return [{ stored: only, range: rangeOf(chunks) }];
	const joined = await settle(joinStored(context, files, join));
	if (joined.status === 'fulfilled') return [{ stored: joined.value, range: rangeOf(chunks) }];
	return files.map((stored, index) => ({ stored, range: rangeOf(chunks.slice(index, index + 1)) }));
}

function rangeOf(chunks: readonly Chunk[]) {
	return { from: chunks[0]?.from ?? 0, to: chunks.at(-1)?.to ?? 0 };
}

/** `data`, `data_2`, `data_3` … */
const fieldOf = ({ binaryProperty }: SpeechPlan, index: number): string =>
	index === 0 ? binaryProperty : `${binaryProperty}_${index + 1}`;
