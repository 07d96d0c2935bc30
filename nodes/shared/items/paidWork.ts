import type { IBinaryKeyData, IDataObject } from 'n8n-workflow';

import { audioLink } from '../binary/audioLink';
import type { BinaryContext } from '../binary/stored';
import type { Ledger, PaidAudio } from './ledger';
import type { Addition } from './toNodeError';

/** A description names so many items; the `context` of the error names all. */
const MAX_NAMED = 20;

/** What was paid for, as data: IDs, the ranges that are done with links, and those that are missing. */
export function paidDetails(context: BinaryContext, { ids, facts, audio, missing }: Ledger): IDataObject {
	const done = audio.map(({ field, stored, range }) => {
		const link = audioLink(context, stored.binary);
		return {
			field,
			...range,
			durationSeconds: stored.audio.durationSeconds,
			...(link !== undefined && { audioLink: link }),
		};
	});
	return {
		...facts,
		...ids,
		...(done.length > 0 && { done }),
		...(missing.length > 0 && { missing: missing.map((range) => ({ ...range })) }),
	};
}

/** The files of a ledger, by the output fields that they go to. */
export function paidFiles({ audio }: Ledger): IBinaryKeyData {
	return Object.fromEntries(audio.map(({ field, stored }) => [field, stored.binary]));
}

/**
 * Names what was paid for before a run failed: n8n drops what its items returned.
 *
 * @returns `undefined` when that is nothing.
 */
export function paidAddition(context: BinaryContext, ledgers: readonly Ledger[]): Addition | undefined {
	const paid = ledgers.flatMap((ledger, item) => (ledger.isEmpty ? [] : [{ item, ledger }]));
	if (paid.length === 0) return undefined;
	const linked = paid.some(({ ledger }) => ledger.audio.some(({ stored }) => stored.binary.id !== undefined));
	const named = paid
		.slice(0, MAX_NAMED)
		.map(({ item, ledger }) => `item ${item} (${inWords(context, ledger)})`);
	const more =
		paid.length > MAX_NAMED
			? [`and ${paid.length - MAX_NAMED} more, see “paid” in the context of this error`]
			: [];
	return {
		text: `Already created, and probably charged: ${[...named, ...more].join('; ')}.${linked ? ' Links are valid for a day.' : ''}`,
		context: { paid: paid.map(({ item, ledger }) => ({ item, ...paidDetails(context, ledger) })) },
	};
}

function inWords(context: BinaryContext, { ids, audio }: Ledger): string {
	const named = Object.entries(ids).map(([name, id]) => `${name === 'taskId' ? 'task' : 'voice'} ${id}`);
	return [...named, ...audio.map((file) => fileInWords(context, file))].join(', ');
}

function fileInWords(context: BinaryContext, { stored, range }: PaidAudio): string {
	const what = range === undefined ? 'audio' : `characters ${range.from}–${range.to}`;
	const link = audioLink(context, stored.binary);
	return `${what}: ${link ?? 'lost, since n8n keeps binary data in memory'}`;
}
