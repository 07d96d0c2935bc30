import websocket from '@fastify/websocket';
import fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import type { Socket } from 'node:net';

import { Accounts } from './accounts/registry.ts';
import { aivoiceclonefree } from './aivoiceclonefree/index.ts';
import { asyncflow } from './asyncflow/index.ts';
import { control } from './control/routes.ts';
import { faseeh } from './faseeh/index.ts';
import { mount } from './mount.ts';
import { SpeechEngine } from './speech/engine.ts';
import { storageRoutes } from './storage/routes.ts';
import { Storage } from './storage/storage.ts';

const MAX_BODY_BYTES = 64 * 1024 * 1024;
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

const providers = [asyncflow, aivoiceclonefree, faseeh];

interface PlaygroundOptions {
	/** Default: any free port. */
	port?: number;
	/** Port of the storage behind signed URLs. Default: any free port. */
	storagePort?: number;
	/** Default: 127.0.0.1. */
	host?: string;
	/** Logs every request to stderr. */
	verbose?: boolean;
}

interface RunningPlayground {
	/** Without a trailing slash; a provider is at `${url}/asyncflow`. */
	url: string;
	/** Origin of the storage. */
	storageUrl: string;
	close(): Promise<void>;
}

/** Closes connections that fastify no longer knows: open WebSockets and hanging handshakes. */
function closeUpgraded(app: FastifyInstance): void {
	const sockets = new Set<Socket>();
	app.server.on('upgrade', ({ socket }) => {
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
	});
	app.addHook('preClose', (done) => {
		for (const socket of sockets) socket.destroy();
		done();
	});
}

/** Starts the simulated providers. Throws if a port is in use (`code` EADDRINUSE). */
export async function startPlayground(options: PlaygroundOptions = {}): Promise<RunningPlayground> {
	const { port = 0, storagePort = 0, host = '127.0.0.1' } = options;
	const common: FastifyServerOptions = {
		logger: options.verbose ? { stream: process.stderr } : false,
		// Some faults keep connections open.
		forceCloseConnections: true,
	};
	const app = fastify({
		...common,
		bodyLimit: MAX_BODY_BYTES,
		ajv: {
			customOptions: {
				// Requests are validated unchanged.
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
	const storageApp = fastify(common);
	const accounts = new Accounts();
	const closing = new AbortController();
	const services = { speech: new SpeechEngine(), storage: new Storage(), closing: closing.signal };
	const close = async () => {
		closing.abort();
		await Promise.all([app.close(), storageApp.close()]);
		await services.speech.close();
	};
	try {
		closeUpgraded(app);
		await app.register(websocket, { options: { maxPayload: MAX_MESSAGE_BYTES } });
		await app.register(control(accounts), { prefix: '/control' });
		for (const provider of providers) await mount(app, provider, accounts, services);
		await storageApp.register(storageRoutes(providers, accounts, services));
		services.storage.url = await storageApp.listen({ port: storagePort, host });
		const url = await app.listen({ port, host });
		return { url, storageUrl: services.storage.url, close };
	} catch (error) {
		await close();
		throw error;
	}
}
