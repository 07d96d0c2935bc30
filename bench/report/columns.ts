import type { Column, Run } from '../scenario.ts';

const MEGABYTE = 1_000_000;

/** @param of Divided by the same value of the base contender in the same round. */
const ratio = (title: string, of: (run: Run) => number, base = 'undici'): Column => ({
	title: `${title} ÷ ${base}`,
	of: (run, base) => of(run) / of(base),
	digits: 2,
	spread: true,
});

const number = (title: string, of: (run: Run) => number, digits = 0): Column => ({ title, of, digits });

export const timeRatio = ratio('time', ({ seconds }) => seconds);
export const cpuRatio = ratio('CPU', ({ cpuSeconds }) => cpuSeconds);
/** For cases in which the HTTP Request node is the last contender. */
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
export const done = number('results', (run) => run.done);
export const requests = number('requests', (run) => run.requests);
export const refused = number('rejected', (run) => run.refused);
export const maxInFlight = number('max in flight', (run) => run.maxInFlight);
export const charged = number('requests paid', (run) => run.charged);
export const chargedAgain = number('texts paid more than once', (run) => run.chargedAgain);
export const audioSeconds = number('seconds of audio', (run) => run.audioSeconds);
export const complaints = number('ffmpeg errors', (run) => run.complaints);

/** Throughput in percent of what the limit allows. */
export const shareOfIdeal: Column = {
	title: '% of ideal',
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
