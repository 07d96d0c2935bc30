import { readFileSync } from 'node:fs';
import path from 'node:path';

import { n8nModules } from '../../tools/n8n/runtime.ts';
import { PACKAGES, type Installed } from '../packages.ts';
import * as columns from '../report/columns.ts';
import type { Contender, Scenario } from '../scenario.ts';

const ROUNDS = 10;
const MODULES = n8nModules(path.resolve(import.meta.dirname, '..', '..'));

/** The node files of a package. */
function nodeFiles(folder: string): string[] {
	const { n8n } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
		n8n: { nodes: string[] };
	};
	return n8n.nodes.map((file) => path.join(folder, file));
}

function contender(name: string, modules: string[], shows: string): Contender {
	return { name, candidate: 'require', shows, work: { kind: 'require', modules } };
}

/**
 * @param packageFolder Our package, built.
 * @param installed The community packages that could be installed.
 */
export function load(packageFolder: string, installed: readonly Installed[]): Scenario {
	const missing = PACKAGES.filter((name) => !installed.some((one) => one.name === name));
	const note = missing.length > 0 ? ` Not installed: ${missing.join(', ')}.` : '';
	return {
		name: 'load',
		title: 'Load time',
		explanation: `All node files of a package, required in a new process that has loaded n8n-workflow.${note}`,
		columns: [columns.timeRatioToNode, columns.milliseconds],
		cases: [
			{
				title: '',
				rounds: ROUNDS,
				provider: { settings: {} },
				warmUp: { settings: {} },
				contenders: [
					contender('our package', nodeFiles(packageFolder), 'three nodes and a trigger'),
					...installed.map(({ name, folder, version }) => contender(name, nodeFiles(folder), version)),
					contender(
						"n8n's OpenAI node",
						[path.join(MODULES, '@n8n/n8n-nodes-langchain/dist/nodes/vendors/OpenAi/OpenAi.node.js')],
						'one node, including audio',
					),
					contender(
						'HTTP Request',
						[path.join(MODULES, 'n8n-nodes-base/dist/nodes/HttpRequest/HttpRequest.node.js')],
						'one node',
					),
				],
			},
		],
	};
}
