import type { StoredAudio } from '../binary/storedAudio';

/** A range of the synthesized text in Unicode code points, `to` exclusive. */
interface CharacterRange {
	readonly from: number;
	readonly to: number;
}

/** Audio that was paid for before a failure. */
export interface PaidAudio {
	/** Name of the output field. */
	readonly field: string;
	readonly stored: StoredAudio;
	/** The synthesized text, if known; audio that is cut short has no range. */
	readonly range?: CharacterRange;
}

/**
 * Records what was paid for while an item was processed. If the item or the run fails, the record is output: as
 * binary data and in `details`, or as links and IDs in the error.
 */
export class Ledger {
	/** IDs of created voices and tasks, by their names in the output. */
	readonly ids: Record<string, string> = {};
	/** Other facts that help a workflow to continue, such as the requested ID. */
	readonly facts: Record<string, string> = {};
	audio: readonly PaidAudio[] = [];
	/** Text that was not synthesized. */
	missing: ReadonlyArray<CharacterRange & { readonly text: string }> = [];

	/** Records a created task or voice. */
	keepId(name: 'taskId' | 'voiceId', id: string): void {
		this.ids[name] = id;
	}

	get isEmpty(): boolean {
		return Object.keys(this.ids).length === 0 && this.audio.length === 0;
	}
}
