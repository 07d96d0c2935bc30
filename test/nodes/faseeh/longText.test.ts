import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { toMilliseconds } from '../../support/audio';
import { faseehRun, PCM } from '../../support/faseeh';
import { decode, probe } from '../../support/ffprobe';
import { shown } from '../../support/n8nCore';
import { useWorld } from '../../support/world';

const world = useWorld();

/** Every letter with its marks, numbers in both kinds of digits, and characters of several code points. */
const NUMBERS = ['١٢٬٣٤٥٫٦٧', '1,234,567.89', '٢٠٢٦', '+966 50'] as const;
const PARAGRAPH = [
	'غادَرَتِ السَّفينَةُ الميناءَ عِنْدَ الفَجْرِ، وَكانَ البَحْرُ هادِئاً!',
	`هَلْ دَفَعوا ${NUMBERS[0]} ريالاً أَمْ ${NUMBERS[1]} دولاراً؟`,
	`في عامِ ${NUMBERS[2]} اتَّصَلوا بِالرَّقَمِ ${NUMBERS[3]} مَرَّتَيْنِ 👨‍👩‍👧 ثُمَّ ناموا.`,
].join(' ');

/** A text of so many code points. */
function long(characters: number): string {
	const paragraph = Array.from(`${PARAGRAPH}\n\n`);
	return Array.from({ length: characters }, (_, index) => paragraph[index % paragraph.length]).join('');
}

async function speak(changes: INodeParameters) {
	const result = await world.core.run(faseehRun(world.playground, world.account, changes));
	expect(shown(result).title).toBe('');
	const [item] = result.items;
	return {
		json: item?.json ?? {},
		audio: item?.json.audio as IDataObject,
		binary: item?.binary?.data,
	};
}

const texts = async () => (await world.account.requests()).map(({ body }) => (body as { text: string }).text);

/** In the order of the text, since requests come in the order in which they are let through. */
function inOrder(parts: readonly string[], text: string): string[] {
	const left = [...parts];
	const sorted: string[] = [];
	for (let at = 0; at < text.length;) {
		const index = left.findIndex((part) => text.startsWith(part, at));
		const [part] = left.splice(index, 1);
		if (index < 0 || part === undefined) throw new Error(`Nothing was sent for what follows offset ${at}`);
		sorted.push(part);
		at += part.length;
	}
	expect(left).toEqual([]);
	return sorted;
}

function expectWellParted(parts: readonly string[], text: string) {
	const graphemes = new Set<number>();
	for (const { index } of new Intl.Segmenter('ar').segment(text)) graphemes.add(index);
	const inNumbers = new Set<number>();
	for (const { index, 0: number } of text.matchAll(/[\d٠-٩][\d٠-٩٬٫,.]*/g)) {
		for (let at = index + 1; at < index + number.replace(/[,.]$/, '').length; at += 1) inNumbers.add(at);
	}
	let at = 0;
	for (const part of parts.slice(0, -1)) {
		at += part.length;
		expect(graphemes.has(at)).toBe(true);
		expect(inNumbers.has(at)).toBe(false);
	}
}

describe('Arabic of 30,000 characters', () => {
	it('becomes one WAV: every mark is spoken, nothing is torn apart, the length is that of the parts', async () => {
		const text = long(30_000);
		const fields = { operation: 'synthesizeStream', container: 'wav' };
		const { audio, binary, json } = await speak({ ...fields, text, options: { speed: 1.2 } });
		const sent = inOrder(await texts(), text);
		expect(sent.join('')).toBe(text);
		expect(sent.length).toBeGreaterThanOrEqual(15);
		expect(sent.every((part) => Array.from(part).length <= 2000)).toBe(true);
		expectWellParted(sent, text);
		expect(json).toMatchObject({ characters: 30_000, requests: sent.length });

		const bytes = await world.core.bytesOf(binary);
		const truth = await probe(bytes);
		expect(truth).toMatchObject({ formatName: 'wav', codec: 'pcm_s16le', sampleRate: 24_000, channels: 1 });
		expect(truth.durationSeconds).toBeCloseTo(Number(audio.durationSeconds), 2);
		expect(bytes.readUInt32LE(4)).toBe(bytes.length - 8);
		expect(bytes.readUInt32LE(40)).toBe(bytes.length - 44);

		// Each part alone, as the playground has it in its cache: the sum of their samples is the whole.
		let samples = 0;
		for (const part of sent) {
			const options = { speed: 1.2, splitLongText: false };
			const alone = await speak({ ...fields, text: part, options });
			samples += (Number(alone.audio.bytes) - 44) / 2;
		}
		expect((bytes.length - 44) / 2).toBe(samples);
	}, 300_000);
});

describe.each(['default', 'filesystem'] as const)('binary mode %s', (mode) => {
	beforeAll(async () => {
		await world.core.useBinaryMode(mode);
	});
	afterAll(async () => {
		await world.core.useBinaryMode('filesystem');
	});

	it.each([
		['synthesize', 'wav'],
		['synthesizeStream', 'wav'],
		['synthesizeStream', 'raw'],
	])(
		'%s joins the parts to one %s',
		async (operation, container) => {
			const text = long(1500);
			const options = { maxCharactersPerRequest: 300 };
			const { audio, binary } = await speak({ operation, container, text, options });
			const sent = inOrder(await texts(), text);
			expectWellParted(sent, text);
			expect(sent.length).toBeGreaterThan(4);
			const bytes = await world.core.bytesOf(binary);
			expect(audio.bytes).toBe(bytes.length);
			expect(binary?.fileExtension).toBe(container === 'raw' ? 'pcm' : 'wav');
			const { pcm, warnings } = await decode(bytes, container === 'raw' ? PCM : []);
			expect(warnings).toBe('');
			expect(audio.durationSeconds).toBe(toMilliseconds(pcm.length / 24_000));
		},
		60_000,
	);
});

describe('a part that fails', () => {
	it('tells what was paid for, and no further part is begun', async () => {
		await world.account.fault({ kind: 'status', status: 402, skip: 2, times: 99, operation: 'textToSpeech' });
		const options = { maxCharactersPerRequest: 300, concurrency: 1 };
		const result = await world.core.run(
			faseehRun(world.playground, world.account, {
				operation: 'synthesizeStream',
				text: long(3000),
				options,
			}),
		);
		expect(shown(result).title).toMatch(/wallet balance is too low/);
		expect(shown(result).description).toMatch(/2 of \d+ chunks were synthesized/);
		expect(await world.account.requests()).toHaveLength(3);
	});

	it('is the whole text when it must not be split', async () => {
		await speak({ text: long(3000), options: { splitLongText: false } });
		expect(await world.account.requests()).toHaveLength(1);
	});
});
