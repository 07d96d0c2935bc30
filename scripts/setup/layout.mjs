import path from 'node:path';

/**
 * Folders and files of the checkout.
 * @typedef {object} Layout
 * @property {string} root The checkout.
 * @property {string} cache Everything the scripts create; git ignores it.
 * @property {string} logs Full output of programs.
 * @property {string} nodeHome Node 24 from npm, if another version is running.
 * @property {string} n8nHome The pinned n8n.
 * @property {string} lockFile Lets one setup run at a time.
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
