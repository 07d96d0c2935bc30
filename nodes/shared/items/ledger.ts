import type { StoredAudio } from '../binary/storeAudio';

/** Characters of the text that is synthesized, in Unicode code points: from the first up to, but not including, the last. */
export interface CharacterRange {
	readonly from: number;
	readonly to: number;
}

/** Audio that was made and paid for before something failed. */
export interface PaidAudio {
	/** Output field that it goes to. */
	readonly field: string;
	readonly stored: StoredAudio;
	/** What it says, as far as that is known; audio that breaks off has no range. */
	readonly range?: CharacterRange;
}

/**
 * What was paid for while one item was worked on. When the item fails, or the run, it is handed over: as
 * binary data and in `details`, or as links and IDs in the error.
 */
export class Ledger {
	/** IDs of what the provider made, under the names that the output has for them. */
	readonly ids: Record<string, string> = {};
	/** What else allows a workflow to continue, such as the ID that it asked for. */
	readonly facts: Record<string, string> = {};
	audio: readonly PaidAudio[] = [];
	/** What was not synthesized. */
	missing: ReadonlyArray<CharacterRange & { readonly text: string }> = [];

	/** A task or a voice was made. */
	keepId(name: 'taskId' | 'voiceId', id: string): void {
		this.ids[name] = id;
	}

	get isEmpty(): boolean {
		return Object.keys(this.ids).length === 0 && this.audio.length === 0;
	}
}
