// @ts-check
import path from 'node:path';

/**
 * Where things are inside the checkout.
 * @typedef {object} Layout
 * @property {string} root the checkout
 * @property {string} cache everything that the scripts make, ignored by git
 * @property {string} logs full output of what was run
 * @property {string} nodeHome a Node 24 from npm, if the running one is another
 * @property {string} n8nHome the pinned n8n
 * @property {string} lockFile keeps two setups apart
 */

/**
 * @param {string} root
 * @returns {Layout}
 */
export function layoutOf(root) {
	const cache = path.join(root, '.cache');
	return {
		root,
		cache,
		logs: path.join(cache, 'logs'),
		nodeHome: path.join(cache, 'node'),
		n8nHome: path.join(cache, 'n8n'),
		lockFile: path.join(cache, 'setup.lock'),
	};
}
