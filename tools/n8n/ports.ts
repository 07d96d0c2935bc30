import { createServer } from 'node:net';

const LOOPBACK = '127.0.0.1';

/** Listens briefly. Returns the port, or undefined if it is in use. */
async function tryPort(port: number): Promise<number | undefined> {
	return await new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', (error: NodeJS.ErrnoException) => {
			if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(undefined);
			else reject(error);
		});
		server.listen(port, LOOPBACK, () => {
			const address = server.address();
			const given = typeof address === 'object' && address !== null ? address.port : port;
			server.close(() => {
				resolve(given);
			});
		});
	});
}

/** Whether a server could listen on this port of the loopback interface. */
export async function isPortFree(port: number): Promise<boolean> {
	return (await tryPort(port)) !== undefined;
}

/** The preferred port if it is free, otherwise any free port. */
export async function freePort(preferred = 0): Promise<number> {
	const port = (await tryPort(preferred)) ?? (await tryPort(0));
	if (port === undefined) throw new Error('There is no free port on the loopback interface');
	return port;
}
