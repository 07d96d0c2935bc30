import fastify from 'fastify';

import { Accounts } from './accounts/registry.ts';
import { asyncflow } from './asyncflow/index.ts';
import { control } from './control/routes.ts';
import { mount } from './mount.ts';
import { SpeechEngine } from './speech/engine.ts';

const MAX_BODY_BYTES = 64 * 1024 * 1024;

export interface PlaygroundOptions {
	/** 0, the default, takes any free port. */
	port?: number;
	/** Default 127.0.0.1. */
	host?: string;
	/** Log every request to standard error. */
	verbose?: boolean;
}

export interface RunningPlayground {
	/** Without a slash at the end; a provider is at `${url}/asyncflow`. */
	url: string;
	close(): Promise<void>;
}

/** Starts the simulated providers. Throws when the port is taken (`code` EADDRINUSE). */
export async function startPlayground(options: PlaygroundOptions = {}): Promise<RunningPlayground> {
	const app = fastify({
		logger: options.verbose ? { stream: process.stderr } : false,
		bodyLimit: MAX_BODY_BYTES,
		// Some simulated failures keep connections open on purpose.
		forceCloseConnections: true,
		ajv: {
			customOptions: {
				// A request is checked as it came: nothing is converted, filled in or taken out.
				coerceTypes: false,
				useDefaults: false,
				removeAdditional: false,
				allErrors: true,
				strict: false,
				discriminator: true,
				logger: false,
			},
		},
	});
	const accounts = new Accounts();
	const speech = new SpeechEngine();
	try {
		await app.register(control(accounts), { prefix: '/control' });
		for (const provider of [asyncflow]) await mount(app, provider, accounts, speech);
		const url = await app.listen({ port: options.port ?? 0, host: options.host ?? '127.0.0.1' });
		return {
			url,
			async close() {
				await app.close();
				await speech.close();
			},
		};
	} catch (error) {
		await speech.close();
		throw error;
	}
}
