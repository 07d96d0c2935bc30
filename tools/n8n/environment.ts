/** The only variables passed on: a N8N_ or NODE_ variable of the caller would change what runs here. */
const INHERITED = [
	'PATH',
	'Path',
	'HOME',
	'USERPROFILE',
	'APPDATA',
	'LOCALAPPDATA',
	'SystemRoot',
	'COMSPEC',
	'TEMP',
	'TMP',
	'TMPDIR',
	'LANG',
	'LC_ALL',
	'TZ',
];

/** Parts of n8n that contact other hosts or only matter to its vendor. */
const DISABLED = [
	'N8N_DIAGNOSTICS_ENABLED',
	'N8N_VERSION_NOTIFICATIONS_ENABLED',
	'N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED',
	'N8N_TEMPLATES_ENABLED',
	'N8N_PERSONALIZATION_ENABLED',
	'N8N_HIRING_BANNER_ENABLED',
	'N8N_DYNAMIC_BANNERS_ENABLED',
	'N8N_VERIFIED_PACKAGES_ENABLED',
	'N8N_LICENSE_AUTO_RENEW_ENABLED',
];

/** n8n exits at startup if it does not know one of these names, so they belong to the pinned version. */
const DISABLED_MODULES = 'mcp-registry,mcp,instance-ai,agents,chat-hub,quick-connect';

interface N8nEnvironment {
	port: number;
	brokerPort: number;
	userFolder: string;
}

/** An n8n that only this machine can reach, with SQLite and without telemetry. */
export function n8nEnvironment({ port, brokerPort, userFolder }: N8nEnvironment): NodeJS.ProcessEnv {
	const inherited = INHERITED.flatMap((name) => {
		const value = process.env[name];
		return value === undefined ? [] : [[name, value] as const];
	});
	return {
		...Object.fromEntries(inherited),
		...Object.fromEntries(DISABLED.map((name) => [name, 'false'])),
		NODE_ENV: 'production',
		N8N_DISABLED_MODULES: DISABLED_MODULES,
		N8N_USER_FOLDER: userFolder,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_HOST: '127.0.0.1',
		N8N_PORT: String(port),
		N8N_PROTOCOL: 'http',
		N8N_EDITOR_BASE_URL: `http://127.0.0.1:${port}/`,
		N8N_WEBHOOK_URL: `http://127.0.0.1:${port}/`,
		N8N_SECURE_COOKIE: 'false',
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
		DB_TYPE: 'sqlite',
	};
}
