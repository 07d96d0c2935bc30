import * as columns from '../report/columns.ts';
import type { Case, Contender, Scenario } from '../scenario.ts';
import type { AudioWork } from '../work.ts';

const MEGABYTE = 1_000_000;
const ROUNDS = 5;
const MEGABYTES = 200;
const FILES = 50;

function audioCase(task: AudioWork['task'], container: AudioWork['container']): Case {
	const count = task === 'join' ? FILES : 1;
	const work: AudioWork = { kind: 'audio', task, container, bytes: MEGABYTES * MEGABYTE, files: count };
	const isWav = container === 'wav';
	const others: Contender[] =
		task === 'join'
			? []
			: [
					{
						name: 'music-metadata',
						candidate: 'musicMetadata',
						shows: isWav
							? 'reads the header and skips the samples'
							: 'assumes the bit rate of the first frames',
						work,
					},
				];
	return {
		title: `${task} ${count > 1 ? `${count} files, ` : ''}${MEGABYTES} MB of ${container.toUpperCase()}`,
		rounds: ROUNDS,
		provider: { settings: {} },
		warmUp: { settings: {} },
		contenders: [
			{
				name: 'our audio code',
				candidate: 'ourAudio',
				shows: task === 'join' ? 'without n8n, file to file' : 'reads every byte, as the node does',
				work,
			},
			...others,
			{
				name: 'ffmpeg -c copy',
				candidate: 'ffmpeg',
				shows: 'a native process, including its start; nothing is decoded',
				work,
			},
		],
	};
}

export const audio: Scenario = {
	name: 'audio',
	title: 'Inspecting and joining files',
	explanation: 'From disk, without provider and n8n.',
	columns: [columns.timeRatioToFfmpeg, columns.megabytesPerSecond, columns.seconds],
	cases: [
		audioCase('inspect', 'wav'),
		audioCase('inspect', 'mp3'),
		audioCase('join', 'wav'),
		audioCase('join', 'mp3'),
	],
};
