// @ts-check
import { spawn } from 'node:child_process';
import console from 'node:console';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { SetupError, adviceFor } from './failure.mjs';

/**
 * @typedef {object} RunOptions
 * @property {string} cwd
 * @property {string} log file that gets the full output
 * @property {string} [node] the Node to run with; the running one if not said
 * @property {NodeJS.ProcessEnv} [env] added to the environment
 */

/** An interrupted npm may not go on while the next one is at work; what it leaves is done anew. */
const NO_GRACE = '0';
const KEEPER = path.join(path.dirname(fileURLToPath(import.meta.url)), 'keeper.mjs');

/** @type {Map<import('node:child_process').ChildProcessWithoutNullStreams, Promise<unknown>>} */
const running = new Map();
let armed = false;

/** A setup that is interrupted first sees its npm end, so that a new one does not meet it at work. */
function stopWithUs() {
	if (armed) return;
	armed = true;
	for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
		process.once(signal, () => {
			console.error('\nStopping ... The next run takes up the work again.');
			for (const child of running.keys()) child.stdin.end();
			void Promise.all(running.values()).then(() => process.exit(130));
		});
	}
}

/**
 * npm's own program file: run with a Node of our choice it needs no shell, on Windows neither.
 * @returns {string}
 */
export function npmProgram() {
	const beside = path.dirname(process.execPath);
	const onPath = (process.env['PATH'] ?? '').split(path.delimiter).map((folder) => path.join(folder, 'npm'));
	const candidates = [
		process.env['npm_execpath'] ?? '',
		path.join(beside, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
		path.join(beside, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
		...onPath.flatMap((file) => (fs.existsSync(file) ? [fs.realpathSync(file)] : [])),
		...onPath.map((file) => path.join(path.dirname(file), 'node_modules', 'npm', 'bin', 'npm-cli.js')),
	];
	const found = candidates.find((file) => path.basename(file) === 'npm-cli.js' && fs.existsSync(file));
	if (found === undefined)
		throw new SetupError('npm was not found. It comes with Node: install both from https://nodejs.org');
	return found;
}

/**
 * The environment for a child: with this Node first on the path, so that scripts of scripts get it as well.
 * @param {string} node @param {NodeJS.ProcessEnv} [more]
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentWith(node, more = {}) {
	/** @type {NodeJS.ProcessEnv} */
	const env = { ...process.env, ...more };
	const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
	env[name] = [path.dirname(node), env[name] ?? ''].join(path.delimiter);
	return env;
}

/**
 * Runs a program file with Node, its output to a log file only.
 * @param {string[]} args @param {RunOptions} options
 * @returns {Promise<{ code: number, output: string }>} the output of this run alone
 */
export async function runNode(args, { cwd, log, node = process.execPath, env }) {
	stopWithUs();
	fs.mkdirSync(path.dirname(log), { recursive: true });
	fs.appendFileSync(log, `\n$ ${[node, ...args].join(' ')}\n`);
	const before = fs.statSync(log).size;
	const child = spawn(process.execPath, [KEEPER, log, NO_GRACE, node, ...args], {
		cwd,
		env: environmentWith(node, env),
		detached: process.platform !== 'win32',
		windowsHide: true,
		stdio: 'pipe',
	});
	let printed = '';
	child.stdout.on('data', (chunk) => (printed += String(chunk)));
	/** @type {Promise<void>} */
	const end = new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', () => {
			resolve();
		});
	});
	running.set(child, end);
	try {
		await end;
		const code = Number(/"exit":(\d+)/.exec(printed)?.[1] ?? 1);
		return { code, output: fs.readFileSync(log).subarray(before).toString('utf8') };
	} finally {
		running.delete(child);
	}
}

/** Quick to give up, so that a missing network is said in seconds and not in minutes. */
const NPM_FLAGS = [
	'--no-audit',
	'--no-fund',
	'--no-update-notifier',
	'--loglevel=warn',
	'--fetch-retries=3',
	'--fetch-retry-mintimeout=1000',
	'--fetch-retry-maxtimeout=10000',
];

/**
 * Runs npm; a failure becomes a message with the end of its output and what to do about it.
 * @param {string[]} args @param {RunOptions} options
 */
export async function runNpm(args, options) {
	const { code, output } = await runNode([npmProgram(), ...args, ...NPM_FLAGS], options);
	if (code !== 0) throw npmFailure(args, output, options.log);
}

/**
 * @param {string[]} args @param {string} output @param {string} log
 * @returns {SetupError}
 */
function npmFailure(args, output, log) {
	const lines = output.trimEnd().split('\n');
	const telling = lines.filter((line) => !line.startsWith('npm warn'));
	return new SetupError(
		[
			`npm ${args.join(' ')} failed. The end of its output:`,
			...telling.slice(-15).map((line) => `  | ${line}`),
			`All of it is in ${log}`,
			adviceFor(output) ?? 'Run the command again; if it fails again, the log tells more.',
		].join('\n'),
	);
}

/**
 * Installs exactly what the lock says. A lock that this npm finds incomplete is still followed as far as it goes.
 * @param {RunOptions} options
 */
export async function installFromLock(options) {
	const args = ['ci', '--ignore-scripts', ...NPM_FLAGS];
	const { code, output } = await runNode([npmProgram(), ...args], options);
	if (code === 0) return;
	if (!/EUSAGE|EBADPLATFORM/.test(output)) throw npmFailure(['ci'], output, options.log);
	await runNpm(['install', '--ignore-scripts', '--no-save'], options);
}
