import type { VoiceSound } from '../speech/types.ts';

export type Gender = 'Male' | 'Female' | 'Neutral' | 'Unspecified';

/** The contract's `Voice`. `style` is a comma-separated list, `language` an ISO 639-1 code. */
export interface Voice {
	voice_id: string;
	name: string;
	description: string;
	language: string;
	gender: Gender;
	accent: string;
	style: string;
	created_at: string;
	updated_at: string;
	voice_type: 'PREDEFINED' | 'CUSTOM';
}

/** A voice and its sound. */
export interface CatalogueVoice {
	voice: Voice;
	sound: VoiceSound;
}

/** eSpeak NG voice with variant, pitch, pitch range, words per minute. */
type SoundTuple = [espeak: string, pitch: number, range: number, rate: number];

function voice(
	id: string,
	name: string,
	language: string,
	gender: Gender,
	accent: string,
	style: string,
	...[espeak, pitch, range, rate]: SoundTuple
): CatalogueVoice {
	return {
		voice: {
			voice_id: id,
			name,
			description: `${name} speaks with a simulated voice. Accent: ${accent}. Style: ${style}.`,
			language,
			gender,
			accent,
			style,
			created_at: '2025-03-30T11:15:32Z',
			updated_at: '2025-03-30T11:15:32Z',
			voice_type: 'PREDEFINED',
		},
		sound: { espeak, pitch, range, rate },
	};
}

/**
 * The predefined voices, in order. The first is in the documentation's examples.
 */
// prettier-ignore
export const catalogue: readonly CatalogueVoice[] = [
	voice('e0f39dc4-f691-4e78-bba5-5c636692cc04', 'Amelia', 'en', 'Female', 'American', 'Conversational', 'en-us+f2', 50, 50, 175),
	voice('ec869d9a-bfc7-5662-94a8-c68d0e380865', 'Noah', 'en', 'Male', 'American', 'Narration', 'en-us', 45, 50, 165),
	voice('360d21e3-e6d0-58fb-95a7-c449c5438bd4', 'Ruby', 'en', 'Female', 'American', 'Advertisement', 'en-us+f4', 62, 65, 190),
	voice('96c54007-481a-5845-9aee-3e5a23db4efe', 'Ethan', 'en', 'Male', 'American', 'Conversational', 'en-us+m3', 38, 50, 175),
	voice('f8b54951-2cb4-5059-ad32-ef6ea6e67f2f', 'Vince', 'en', 'Male', 'New York', 'Characters', 'en-us-nyc+m7', 48, 70, 185),
	voice('b33ce0df-73b0-51d4-8625-8cfa65cbc854', 'Charlotte', 'en', 'Female', 'British', 'Narration', 'en+f3', 52, 45, 160),
	voice('68659a1a-82ff-542b-a875-d34479aa49bc', 'Oliver', 'en', 'Male', 'British', 'News', 'en+m1', 42, 40, 170),
	voice('ac6ba5cd-e388-524e-98ef-c75e302d8f6e', 'Arthur', 'en', 'Male', 'British', 'Narration, Characters', 'en-gb-x-rp+m5', 30, 45, 150),
	voice('7eced73d-83d6-5e72-8e91-0abc91dfe166', 'Isla', 'en', 'Female', 'Scottish', 'Conversational', 'en-gb-scotland+f1', 55, 60, 175),
	voice('4c9aa6e4-457c-5c8b-beca-6d6d2d163ac1', 'Harriet', 'en', 'Female', 'West Midlands', 'Conversational', 'en-gb-x-gbcwmd+f5', 58, 55, 180),
	voice('3937bb6a-ee4a-5186-94de-da3817ada43f', 'Marlon', 'en', 'Male', 'Caribbean', 'Conversational', 'en-029+m4', 46, 65, 170),
	voice('c80012ff-688b-56ab-9d5e-36a02340ca45', 'Robin', 'en', 'Neutral', 'American', 'Meditation', 'en-us+whisper', 50, 30, 140),
	voice('3f3ece0b-cab7-5af2-8b5b-1874bbb3d93a', 'Layla', 'ar', 'Female', 'Standard', 'Narration', 'ar+f2', 54, 50, 155),
	voice('7fed0c1c-3400-5cff-86fb-db457ba8bf61', 'Omar', 'ar', 'Male', 'Standard', 'News', 'ar+m3', 40, 45, 165),
	voice('8983af19-9757-5353-9848-9c19eb892421', 'Salma', 'ar', 'Female', 'Standard', 'Conversational', 'ar+f5', 62, 60, 175),
	voice('7135228e-653f-5cc1-9db4-ef523c0c10a0', 'Camille', 'fr', 'Female', 'Parisian', 'Conversational', 'fr+f3', 56, 55, 175),
	voice('a0b0ced4-39aa-59d6-b7f6-a867f106c4f7', 'Luc', 'fr', 'Male', 'Parisian', 'Narration', 'fr+m2', 42, 45, 165),
	voice('dd3d7bc7-1871-529e-9728-911bc96b975a', 'Elodie', 'fr', 'Female', 'Belgian', 'News', 'fr-be+f1', 50, 50, 175),
	voice('bbae99dc-9151-57c1-a581-2ade0ab06924', 'Lucia', 'es', 'Female', 'Castilian', 'Conversational', 'es+f4', 58, 55, 180),
	voice('58d9974b-dfcd-5a45-bdd9-56bd8a6b6775', 'Mateo', 'es', 'Male', 'Castilian', 'Narration', 'es+m1', 40, 45, 165),
	voice('1b2c1ba4-e83f-5806-a972-f247b1f201ec', 'Valentina', 'es', 'Female', 'Latin American', 'Advertisement', 'es-419+f2', 60, 65, 185),
	voice('f9b4f6c8-f6a0-583a-843b-c44fa8b237de', 'Greta', 'de', 'Female', 'Standard', 'News', 'de+f3', 50, 45, 170),
	voice('dd61a995-0c6e-5865-8f45-3bcd89151a9f', 'Jonas', 'de', 'Male', 'Standard', 'Conversational', 'de+m5', 44, 55, 175),
	voice('2e1c648a-0a53-5432-b070-56415a50ca73', 'Giulia', 'it', 'Female', 'Standard', 'Conversational', 'it+f1', 58, 65, 185),
	voice('a29624b1-c054-5ed7-92f9-f4f3fb0a2858', 'Marco', 'it', 'Male', 'Standard', 'Narration', 'it+m7', 40, 50, 165),
	voice('f41d973f-e524-57bb-9b29-ca6cbe4f3a75', 'Beatriz', 'pt', 'Female', 'Brazilian', 'Conversational', 'pt-br+f4', 58, 60, 180),
	voice('27e97daa-9225-571e-a473-26817b7f748f', 'Tiago', 'pt', 'Male', 'European', 'Narration', 'pt+m3', 42, 45, 165),
	voice('3647437a-ee91-5bce-be37-c2849add619f', 'Sanne', 'nl', 'Female', 'Standard', 'Conversational', 'nl+f2', 54, 55, 175),
	voice('127ddf32-adc6-5b7a-9335-7b220834b51a', 'Dmitri', 'ru', 'Male', 'Standard', 'Narration', 'ru+m4', 38, 45, 160),
	voice('b82ed2be-8463-5b7b-91e3-18b8086bc250', 'Yui', 'ja', 'Female', 'Standard', 'Conversational', 'ja+f5', 64, 60, 175),
	voice('2bdb8576-9ca4-52d2-bfcd-34fddf60c6e1', 'Elif', 'tr', 'Female', 'Istanbul', 'News', 'tr+f1', 52, 45, 170),
	voice('22cc2d8e-c97d-58e8-af7f-31bac2f4dbb7', 'Arjun', 'hi', 'Male', 'Standard', 'Conversational', 'hi+m2', 46, 55, 170),
	voice('7f69706b-63e0-5eb4-b25d-770c68024cef', 'Wei', 'zh', 'Male', 'Mandarin', 'Narration', 'cmn+m1', 44, 50, 160),
];
