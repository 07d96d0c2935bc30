import * as columns from '../report/columns.ts';
import type { Case, Contender, Scenario } from '../scenario.ts';
import type { AudioWork } from '../work.ts';

const MEGABYTE = 1_000_000;
const ROUNDS = 5;
const MEGABYTES = 200;
const PIECES = 50;

function audioCase(task: AudioWork['task'], container: AudioWork['container']): Case {
	const pieces = task === 'join' ? PIECES : 1;
	const work: AudioWork = { kind: 'audio', task, container, bytes: MEGABYTES * MEGABYTE, pieces };
	const isWav = container === 'wav';
	const others: Contender[] =
		task === 'join'
			? []
			: [
					{
						name: 'music-metadata',
						candidate: 'musicMetadata',
						shows: isWav
							? 'reads the head and skips the samples'
							: 'takes a constant bit rate from the first frames',
						work,
					},
				];
	return {
		title: `${task} ${pieces > 1 ? `${pieces} files, ` : ''}${MEGABYTES} MB of ${container.toUpperCase()}`,
		rounds: ROUNDS,
		provider: { settings: {} },
		warmUp: { settings: {} },
		contenders: [
			{
				name: 'our audio code',
				candidate: 'ourAudio',
				shows: task === 'join' ? 'without n8n, file to file' : 'every byte passes, as it does in the node',
				work,
			},
			...others,
			{
				name: 'ffmpeg -c copy',
				candidate: 'ffmpeg',
				shows: 'a native process, whose start counts; nothing is decoded',
				work,
			},
		],
	};
}

export const audio: Scenario = {
	name: 'audio',
	title: 'Inspecting and joining files',
	explanation: 'From disk, no provider and no n8n.',
	columns: [columns.timeRatioToFfmpeg, columns.megabytesPerSecond, columns.seconds],
	cases: [
		audioCase('inspect', 'wav'),
		audioCase('inspect', 'mp3'),
		audioCase('join', 'wav'),
		audioCase('join', 'mp3'),
	],
};
