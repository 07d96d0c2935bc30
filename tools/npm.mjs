/** Runs npm and other Node programs, for the setup, `npm start`, the tests and the benchmark. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { SetupError, adviceFor } from './failure.mjs';

/**
 * @typedef {object} RunOptions
 * @property {string} cwd
 * @property {string} log File for the full output.
 * @property {string} [node] The Node.js to run with; default: the current one.
 * @property {NodeJS.ProcessEnv} [env] Added to the environment.
 */

/** An interrupted npm is killed: it must not keep writing while the next one runs. */
const NO_GRACE = '0';
const KEEPER = path.join(path.dirname(fileURLToPath(import.meta.url)), 'keeper.mjs');

/** @type {Map<import('node:child_process').ChildProcessWithoutNullStreams, Promise<unknown>>} */
const running = new Map();

/** Stops every running program and waits until they have exited. */
export async function stopPrograms() {
	for (const child of running.keys()) child.stdin.end();
	await Promise.all(running.values());
}

/**
 * npm's own program file: run with Node.js directly, it needs no shell, not even on Windows.
 * @returns {string}
 */
export function npmProgram() {
	const beside = path.dirname(process.execPath);
	const onPath = (process.env.PATH ?? '').split(path.delimiter).map((folder) => path.join(folder, 'npm'));
	const candidates = [
		process.env.npm_execpath ?? '',
		path.join(beside, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
		path.join(beside, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
		...onPath.flatMap((file) => (fs.existsSync(file) ? [fs.realpathSync(file)] : [])),
		...onPath.map((file) => path.join(path.dirname(file), 'node_modules', 'npm', 'bin', 'npm-cli.js')),
	];
	const found = candidates.find((file) => path.basename(file) === 'npm-cli.js' && fs.existsSync(file));
	if (found === undefined) {
		throw new SetupError('npm was not found. It comes with Node.js: install both from https://nodejs.org');
	}
	return found;
}

/**
 * The environment for a child process, with this Node.js first on the path so that nested scripts use it too.
 * @param {string} node @param {NodeJS.ProcessEnv} [more] @param {NodeJS.ProcessEnv} [base]
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentWith(node, more = {}, base = process.env) {
	/** @type {NodeJS.ProcessEnv} */
	const env = { ...base, ...more };
	const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
	env[name] = [path.dirname(node), env[name] ?? ''].join(path.delimiter);
	return env;
}

/**
 * Runs a program file with Node.js and writes its output to a log file.
 * @param {string[]} args @param {RunOptions} options
 * @returns {Promise<{ code: number, output: string }>} Output of this run only.
 */
export async function runNode(args, { cwd, log, node = process.execPath, env }) {
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

/** Few retries, so that a missing network is reported within seconds. */
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
 * Runs npm and returns its output. A failure becomes an error with the end of the output and what to do about it.
 * @param {string[]} args @param {RunOptions} options
 * @returns {Promise<string>}
 */
export async function runNpm(args, options) {
	const { code, output } = await runNode([npmProgram(), ...NPM_FLAGS, ...args], options);
	if (code !== 0) throw npmFailure(args, output, options.log);
	return output;
}

/**
 * @param {string[]} args @param {string} output @param {string} log
 * @returns {SetupError}
 */
function npmFailure(args, output, log) {
	const lines = output.trimEnd().split('\n');
	const relevant = lines.filter((line) => !line.startsWith('npm warn'));
	return new SetupError(
		[
			`npm ${args.join(' ')} failed. The end of its output:`,
			...relevant.slice(-15).map((line) => `  | ${line}`),
			`Full output: ${log}`,
			adviceFor(output) ?? 'Run the command again. If it still fails, see the full output.',
		].join('\n'),
	);
}

/**
 * Installs exactly what the lockfile says. If npm finds the lockfile incomplete, it installs what the lockfile has.
 * @param {RunOptions} options
 */
export async function installFromLock(options) {
	const args = ['ci', '--ignore-scripts'];
	const { code, output } = await runNode([npmProgram(), ...NPM_FLAGS, ...args], options);
	if (code === 0) return;
	if (!/EUSAGE|EBADPLATFORM/.test(output)) throw npmFailure(args, output, options.log);
	await runNpm(['install', '--ignore-scripts', '--no-save'], options);
}

/** @typedef {{ filename: string, size: number, files: Array<{ path: string }> }} Packed */

/** @type {(text: string) => Packed[]} */
const parsePacked = JSON.parse;

/**
 * Packs the built package into an empty folder, as `npm publish` would.
 * @param {string} root @param {string} folder @param {Omit<RunOptions, 'cwd'>} options
 * @returns {Promise<Packed>}
 */
export async function packPackage(root, folder, options) {
	fs.rmSync(folder, { recursive: true, force: true });
	fs.mkdirSync(folder, { recursive: true });
	const args = ['pack', '--json', '--loglevel=error', '--ignore-scripts', '--pack-destination', folder];
	const output = await runNpm(args, { ...options, cwd: root });
	const [packed] = parsePacked(output.slice(output.search(/^\[/m)));
	if (packed === undefined) throw new SetupError(`npm pack packed nothing. Full output: ${options.log}`);
	return packed;
}
