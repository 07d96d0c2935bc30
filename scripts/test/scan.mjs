/**
 * Runs one half of n8n's package scanner on a folder, as n8n does for a published package.
 *
 *     node scan.mjs <folder> source|tarball
 */
import console from 'node:console';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * @typedef {object} Scanner
 * @property {string[]} SOURCE_FILE_PATTERNS
 * @property {(folder: string, patterns: string[]) => Promise<{ passed: boolean, message?: string,
 *   details?: string }>} analyzePackage
 */

const [folder = '', part] = process.argv.slice(2);
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
/** @type {(url: string) => Promise<Scanner>} */
const load = (url) => import(url);
const scannerFolder = path.join(root, 'node_modules', '@n8n', 'scan-community-package', 'scanner');
// Windows requires a URL for an import.
const scanner = await load(pathToFileURL(path.join(scannerFolder, 'scanner.mjs')).href);
// The patterns of the scanner's own command line.
const patterns = part === 'source' ? scanner.SOURCE_FILE_PATTERNS : ['**/*.js', 'package.json'];
const { passed, message, details } = await scanner.analyzePackage(folder, patterns);
// A scan that finds no files passes with a message.
const clean = passed && message === undefined;
if (!clean) console.error([message, details].filter(Boolean).join('\n'));
process.exit(clean ? 0 : 1);
