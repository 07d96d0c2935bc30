/** Packages that bring no types of their own, as far as they are used here. */

declare module 'eslint-plugin-n8n-nodes-base' {
	import type { ESLint, Linter } from 'eslint';

	const plugin: ESLint.Plugin & {
		configs: Record<'community' | 'credentials' | 'nodes', { rules: Linter.RulesRecord }>;
	};
	export default plugin;
}

declare module 'gulp' {
	type Task = () => unknown;

	export function series(...tasks: Task[]): Task;
	export function src(globs: string[], options: { base: string; encoding: false }): NodeJS.ReadWriteStream;
	export function dest(folder: string): NodeJS.ReadWriteStream;
}
