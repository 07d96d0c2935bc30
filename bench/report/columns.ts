import type { Column, Run } from '../scenario.ts';

const MEGABYTE = 1_000_000;

/** @param of Divided by the same number of the contender to compare with, in the same round. */
const ratio = (title: string, of: (run: Run) => number, base = 'undici'): Column => ({
	title: `${title} ÷ ${base}`,
	of: (run, base) => of(run) / of(base),
	digits: 2,
	spread: true,
});

const number = (title: string, of: (run: Run) => number, digits = 0): Column => ({ title, of, digits });

export const timeRatio = ratio('time', ({ seconds }) => seconds);
export const cpuRatio = ratio('CPU', ({ cpuSeconds }) => cpuSeconds);
/** The same, compared with the HTTP Request node, which has to be the last contender then. */
export const timeRatioToNode = ratio('time', ({ seconds }) => seconds, 'HTTP Request');
export const cpuRatioToNode = ratio('CPU', ({ cpuSeconds }) => cpuSeconds, 'HTTP Request');
export const timeRatioToFfmpeg = ratio('time', ({ seconds }) => seconds, 'ffmpeg');
export const chargeRatio = ratio('paid', ({ characters }) => characters);

export const seconds: Column = { ...number('seconds', (run) => run.seconds, 1), spread: true };
export const itemsPerSecond = number('items/s', ({ done, seconds }) => done / seconds, 1);
export const cpuPerItem = number('CPU ms/item', ({ done, cpuSeconds }) => (cpuSeconds * 1000) / done, 1);
export const megabytesPerSecond = number('MB/s', (run) => run.bytes / MEGABYTE / run.seconds);
export const growth: Column = {
	...number('memory growth, MB', ({ growthBytes }) => growthBytes / MEGABYTE),
	spread: true,
};
export const done = number('items out', (run) => run.done);
export const requests = number('requests', (run) => run.requests);
export const refused = number('refused', (run) => run.refused);
export const mostAtOnce = number('most at once', (run) => run.mostAtOnce);
export const charged = number('requests paid', (run) => run.charged);
export const chargedAgain = number('texts paid twice or more', (run) => run.chargedAgain);
export const audioSeconds = number('seconds of audio', (run) => run.audioSeconds);
export const complaints = number('complaints of ffmpeg', (run) => run.complaints);

/** How much of the throughput that the limit allows was reached. */
export const shareOfIdeal: Column = {
	title: 'share of the ideal, %',
	of: (run, _base, { idealSeconds = NaN }) => (idealSeconds / run.seconds) * 100,
	digits: 0,
	spread: true,
};
export const idealSeconds: Column = {
	title: 'ideal, s',
	of: (_run, _base, one) => one.idealSeconds ?? NaN,
	digits: 1,
};
export const milliseconds: Column = { ...number('ms', (run) => run.seconds * 1000, 1), spread: true };
export const cpuSeconds = number('CPU s', (run) => run.cpuSeconds, 1);
