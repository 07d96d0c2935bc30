import type { IBinaryKeyData, IDataObject } from 'n8n-workflow';

import { audioLink } from '../binary/audioLink';
import type { BinaryContext } from '../binary/stored';
import type { Ledger, PaidAudio } from './ledger';
import type { Addition } from './toNodeError';

/** Maximum number of items in the description of an error; its `context` lists all. */
const MAX_NAMED = 20;

/** What was paid for, as data: IDs, finished ranges with links, and missing ranges. */
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

/** The files of a ledger, by output field. */
export function paidFiles({ audio }: Ledger): IBinaryKeyData {
	return Object.fromEntries(audio.map(({ field, stored }) => [field, stored.binary]));
}

/**
 * Lists what was paid for before a run failed, since n8n drops the output of its items.
 *
 * @returns `undefined` if nothing was paid for.
 */
export function paidAddition(context: BinaryContext, ledgers: readonly Ledger[]): Addition | undefined {
	const paid = ledgers.flatMap((ledger, item) => (ledger.isEmpty ? [] : [{ item, ledger }]));
	if (paid.length === 0) return undefined;
	const linked = paid.some(({ ledger }) => ledger.audio.some(({ stored }) => stored.binary.id !== undefined));
	const named = paid
		.slice(0, MAX_NAMED)
		.map(({ item, ledger }) => `item ${item} (${describePaid(context, ledger)})`);
	const more =
		paid.length > MAX_NAMED
			? [`and ${paid.length - MAX_NAMED} more (see “paid” in the context of this error)`]
			: [];
	return {
		text: `Already created and probably charged: ${[...named, ...more].join('; ')}.${linked ? ' Links are valid for one day.' : ''}`,
		context: { paid: paid.map(({ item, ledger }) => ({ item, ...paidDetails(context, ledger) })) },
	};
}

function describePaid(context: BinaryContext, { ids, audio }: Ledger): string {
	const named = Object.entries(ids).map(([name, id]) => `${name === 'taskId' ? 'task' : 'voice'} ${id}`);
	return [...named, ...audio.map((file) => describeFile(context, file))].join(', ');
}

function describeFile(context: BinaryContext, { stored, range }: PaidAudio): string {
	const what = range === undefined ? 'audio' : `characters ${range.from}–${range.to}`;
	const link = audioLink(context, stored.binary);
	return `${what}: ${link ?? 'lost, because n8n keeps binary data in memory'}`;
}
