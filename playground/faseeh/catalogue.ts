import type { VoiceSound } from '../speech/types.ts';

/** The contract's `Voice`, without the URL of its sample, which is signed for each response. */
export interface Voice {
	id: string;
	voice_id: string;
	name: string;
	description: string | null;
	gender: string | null;
	age: string | null;
	/** ISO 639-1. */
	languages: string[];
	dialect: string[];
	type: string | null;
	avatar_url: string | null;
	/** 0 to 1. */
	stability: number;
}

/** A voice and its sound. */
export interface CatalogueVoice {
	voice: Voice;
	sound: VoiceSound;
	/** The text of its sample. */
	sample: string;
}

/** eSpeak NG's pitch, pitch range, words per minute. */
type SoundTuple = [pitch: number, range: number, rate: number];

function voice(
	id: string,
	name: string,
	dialect: string,
	gender: string,
	age: string,
	number: number,
	variant: string,
	...[pitch, range, rate]: SoundTuple
): CatalogueVoice {
	return {
		voice: {
			id,
			voice_id: `ar-${dialect}-${gender}-${number}`,
			name,
			description: `A simulated voice that speaks ${dialect}`,
			gender,
			age,
			languages: ['ar'],
			dialect: [dialect],
			type: 'default',
			avatar_url: null,
			stability: 0.5,
		},
		sound: { espeak: `ar+${variant}`, pitch, range, rate },
		sample: `مرحبا، أنا ${name}.`,
	};
}

/**
 * The predefined voices, in order. `ar-najdi-male-2` and `ar-hijazi-female-2` are in the documentation's examples.
 */
// prettier-ignore
export const catalogue: readonly CatalogueVoice[] = [
	voice('0c6de8ab-3b33-4a57-8a2a-6e1f2a9d0f01', 'فهد', 'najdi', 'male', 'middle', 1, 'm3', 38, 50, 165),
	voice('1f7b5d54-4a1c-4f29-9f43-2d6f0b8c1a02', 'سلطان', 'najdi', 'male', 'elderly', 2, 'm5', 28, 45, 150),
	voice('2a9c4e76-5c2d-4b3a-8e54-3e7a1c9d2b03', 'نورة', 'najdi', 'female', 'young', 1, 'f2', 54, 55, 170),
	voice('3bad5f87-6d3e-4c4b-9f65-4f8b2dae3c04', 'سامي', 'hijazi', 'male', 'young', 1, 'm1', 45, 55, 175),
	voice('4cbe6098-7e4f-4d5c-8a76-509c3ebf4d05', 'ريم', 'hijazi', 'female', 'young', 1, 'f4', 62, 60, 175),
	voice('5dcf71a9-8f50-4e6d-9b87-61ad4fc05e06', 'هدى', 'hijazi', 'female', 'middle', 2, 'f3', 52, 50, 165),
	voice('6ed082ba-9061-4f7e-8c98-72be50d16f07', 'راشد', 'emirati', 'male', 'middle', 1, 'm2', 40, 45, 165),
	voice('7fe193cb-a172-408f-9da9-83cf61e27008', 'شما', 'emirati', 'female', 'young', 1, 'f5', 64, 60, 180),
	voice('80f2a4dc-b283-4190-8eba-94d072f38109', 'كريم', 'egyptian', 'male', 'young', 1, 'm4', 46, 65, 185),
	voice('9103b5ed-c394-42a1-9fcb-a5e183049210', 'منى', 'egyptian', 'female', 'middle', 1, 'f1', 56, 65, 180),
	voice('a214c6fe-d4a5-43b2-80dc-b6f29415a311', 'عمر', 'fusha', 'male', 'middle', 1, 'm3', 42, 40, 160),
	voice('b325d70f-e5b6-44c3-91ed-c703a526b412', 'ليلى', 'fusha', 'female', 'middle', 1, 'f2', 54, 45, 155),
];
