import type { IBinaryData } from 'n8n-workflow';
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';

import { N8nEngine, type EngineRun } from '../tools/n8n/engine.ts';
import { setN8nEnvironment, shareN8nWorkflow } from '../tools/n8n/runtime.ts';
import type { Outcome } from './work.ts';

export interface NodeRun extends Pick<EngineRun, 'node' | 'credential'> {
	/** One input item each, as `$json.text`. */
	texts: readonly string[];
	/** Run one execution per text, all started together. */
	separateExecutions?: boolean | undefined;
	/** Binary data of each item, in the field `sample`. */
	sample?: IBinaryData;
}

const ROOT = path.resolve(import.meta.dirname, '..');

/** n8n's own engine, which runs single nodes and keeps their binary data in files. */
export class N8n {
	readonly #engine: N8nEngine;

	private constructor(engine: N8nEngine) {
		this.#engine = engine;
	}

	/**
	 * @param packageFolder Our package, built.
	 * @param folder For n8n's own files.
	 */
	static async load(packageFolder: string, folder: string): Promise<N8n> {
		setN8nEnvironment(folder);
		shareN8nWorkflow(ROOT);
		const engine = await N8nEngine.load(ROOT, packageFolder);
		await engine.useBinaryMode('filesystem', path.join(folder, 'binary'));
		return new N8n(engine);
	}

	/** Puts a file into the binary store. */
	async store(file: string): Promise<IBinaryData> {
		const binary = { fileName: path.basename(file), mimeType: 'audio/wav', data: '' };
		const location = { type: 'execution', workflowId: 'samples', executionId: randomUUID() } as const;
		return await this.#engine.binaryData.store(location, createReadStream(file), binary);
	}

	async run({ separateExecutions = false, ...run }: NodeRun): Promise<Outcome> {
		if (!separateExecutions) return await this.#execute(run);
		const outcomes = await Promise.all(run.texts.map((text) => this.#execute({ ...run, texts: [text] })));
		const [failure] = outcomes.flatMap((outcome) => outcome.failure ?? []);
		return { files: outcomes.flatMap(({ files }) => files), ...(failure !== undefined && { failure }) };
	}

	async #execute({ texts, sample, node, credential }: NodeRun): Promise<Outcome> {
		const { items, error } = await this.#engine.run({
			node,
			credential,
			items: texts.map((text) => ({ json: { text }, ...(sample && { binary: { sample } }) })),
		});
		const ids = items.flatMap(({ binary }) => binary?.data?.id ?? []);
		return {
			files: ids.map((id) => this.#engine.binaryData.getPath(id)),
			...(error !== undefined && { failure: error.message }),
		};
	}
}
