// @ts-check
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { clearInterval, setInterval } from 'node:timers';
import { setTimeout as sleep } from 'node:timers/promises';

const BEAT_MS = 3_000;
const STALE_MS = 30_000;
const POLL_MS = 500;

/** @param {number} pid */
function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}

/**
 * Whether whoever wrote the lock is gone: its beat has stopped, or its process on this machine has ended.
 * @param {string} file @param {string} owner
 */
function isStale(file, owner) {
	const beat = fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs;
	if (beat !== undefined && Date.now() - beat > STALE_MS) return true;
	const [pid = '', host] = owner.split(' ');
	return host === os.hostname() && /^\d+$/.test(pid) && !isAlive(Number(pid));
}

/**
 * Moves a stale lock aside. Of several processes that see it only one succeeds; one that moved a lock which
 * was taken anew in the meantime puts it back.
 * @param {string} file @param {string} owner
 */
function removeStale(file, owner) {
	const aside = `${file}.${process.pid}`;
	try {
		fs.renameSync(file, aside);
		if (fs.readFileSync(aside, 'utf8') !== owner) fs.linkSync(aside, file);
	} catch {
		// Somebody else was faster: the next look at the lock tells what is so now.
	} finally {
		fs.rmSync(aside, { force: true });
	}
}

/**
 * @param {string} file
 * @returns {string | undefined} nothing if the lock was released in the meantime
 */
function readOwner(file) {
	try {
		return fs.readFileSync(file, 'utf8');
	} catch {
		return undefined;
	}
}

/** @param {string} file @param {string} owner */
function tryTake(file, owner) {
	try {
		fs.writeFileSync(file, owner, { flag: 'wx' });
		return true;
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
		throw error;
	}
}

/**
 * Does the work while no other process, of this checkout, does work under the same lock file. If one does,
 * `whenTaken` is called once with its process id: it tells the person that we wait, or throws.
 * @template T
 * @param {string} file @param {() => Promise<T>} work @param {(pid: string) => void} whenTaken
 * @returns {Promise<T>}
 */
export async function alone(file, work, whenTaken) {
	fs.mkdirSync(path.dirname(file), { recursive: true });
	const owner = `${process.pid} ${os.hostname()} ${new Date().toISOString()}`;
	let told = false;
	while (!tryTake(file, owner)) {
		const holder = readOwner(file);
		if (holder !== undefined && isStale(file, holder)) {
			removeStale(file, holder);
			continue;
		}
		// Empty while it is being written.
		if (holder && !told) {
			told = true;
			whenTaken(holder.split(' ')[0] ?? '');
		}
		await sleep(POLL_MS);
	}
	const beat = setInterval(() => {
		fs.utimes(file, new Date(), new Date(), () => undefined);
	}, BEAT_MS);
	const release = () => {
		fs.rmSync(file, { force: true });
	};
	process.once('exit', release);
	try {
		return await work();
	} finally {
		clearInterval(beat);
		process.removeListener('exit', release);
		release();
	}
}
