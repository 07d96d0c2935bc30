/** A failure whose message is for the user; no stack trace is printed. */
export class SetupError extends Error {
	/** @override */
	name = 'SetupError';
}

/** What the output of npm says about the cause; the most specific pattern first. */
const CAUSES = [
	{
		pattern: /ENOSPC|no space left on device/i,
		advice: 'The disk is full. Free about 4 GB and run the command again; finished steps are not repeated.',
	},
	{
		pattern: /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|ENETUNREACH|ERR_SOCKET_TIMEOUT/,
		advice:
			'The npm registry could not be reached. Check the network, the proxy settings and' +
			' `npm config get registry`, then run the command again.',
	},
	{
		pattern: /E40[34]|ETARGET|notarget/,
		advice:
			'The npm registry does not have a required package. `npm config get registry` prints the registry in use.',
	},
	{
		pattern: /EACCES|EPERM/,
		advice:
			'A file could not be written. Check who owns the checkout and the npm cache (`npm config get cache`).',
	},
	{
		pattern: /EINTEGRITY/,
		advice: 'A downloaded package is damaged. Run `npm cache verify`, then run the command again.',
	},
];

const COMPILER_MISSING =
	/not found: make|find Python|No such file or directory.*\b(make|g\+\+|c\+\+|cc)\b|(make|g\+\+|c\+\+|cc): (command )?not found|find Visual Studio|No Xcode|xcode-select/i;

/**
 * What to do about a failed npm command, judging by its output.
 * @param {string} output
 * @returns {string | undefined}
 */
export function adviceFor(output) {
	if (COMPILER_MISSING.test(output)) {
		return (
			'The database driver sqlite3 must be compiled, and no compiler was found. Install one' +
			' (Debian or Ubuntu: apt-get install python3 make g++; macOS: xcode-select --install;' +
			' Windows: Visual Studio Build Tools with C++), then run the command again.'
		);
	}
	// prebuild-install tries to download a binary first; if it fails, the compiler does the work.
	const relevant = output.replace(/^.*prebuild-install.*$/gm, '');
	return CAUSES.find(({ pattern }) => pattern.test(relevant))?.advice;
}
