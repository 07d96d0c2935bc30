import type { PcmFormat } from '../audio/pcm';
import type { SpeechPlan } from './synthesizeText';

/** Values that every speech operation has. */
interface SpeechValues {
	readonly text: string;
	readonly binaryPropertyOutput: string;
	readonly options: {
		readonly fileName: string;
		readonly maxCharactersPerRequest: number;
		readonly splitLongText: boolean;
	};
}

/** What the values of a speech operation ask for; `raw` says what audio without a header consists of. */
export function planOf(
	{ text, binaryPropertyOutput, options }: SpeechValues,
	{
		raw,
		...own
	}: Pick<SpeechPlan, 'locale' | 'synthesis' | 'join'> & { readonly raw?: PcmFormat | undefined },
): SpeechPlan {
	return {
		text,
		maxCharacters: options.splitLongText ? options.maxCharactersPerRequest : undefined,
		file: { fileName: options.fileName, ...(raw !== undefined && { raw }) },
		binaryProperty: binaryPropertyOutput,
		...own,
	};
}
