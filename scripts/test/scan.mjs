// @ts-check
/**
 * One leg of n8n's package scanner on a folder, as n8n runs it on a published package.
 *
 *     node scan.mjs <folder> source|tarball
 */
import console from 'node:console';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { scannerUrl } from './package.mjs';

/**
 * @typedef {object} Scanner
 * @property {string[]} SOURCE_FILE_PATTERNS
 * @property {(folder: string, patterns: string[]) => Promise<{ passed: boolean, message?: string,
 *   details?: string }>} analyzePackage
 */

const [folder = '', leg] = process.argv.slice(2);
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
/** @type {(url: string) => Promise<Scanner>} */
const load = (url) => import(url);
const scanner = await load(scannerUrl(root));
// The scanner's own command line uses the same patterns for its two legs.
const patterns = leg === 'source' ? scanner.SOURCE_FILE_PATTERNS : ['**/*.js', 'package.json'];
const { passed, message, details } = await scanner.analyzePackage(folder, patterns);
// A scan of nothing passes, with a message that says so.
const good = passed && message === undefined;
if (!good) console.error([message, details].filter(Boolean).join('\n'));
process.exit(good ? 0 : 1);
