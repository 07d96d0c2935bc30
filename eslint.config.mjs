import eslint from '@eslint/js';
import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import { defineConfig } from 'eslint/config';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import { readdirSync } from 'node:fs';
import { URL } from 'node:url';
import tseslint from 'typescript-eslint';

const PACKAGE_CODE = ['nodes/**/*.ts', 'credentials/**/*.ts'];
const TYPESCRIPT = ['**/*.ts', '**/*.mjs', '*.js'];

/**
 * Folders of `nodes/shared`, each with those that it may import.
 * @type {Record<string, string[]>}
 */
const SHARED = {
	audio: [],
	text: [],
	concurrency: [],
	http: ['concurrency'],
	fields: ['http'],
	binary: ['http', 'audio', 'concurrency'],
	items: ['binary', 'http', 'audio', 'text', 'concurrency'],
	operation: ['items', 'fields', 'binary', 'http', 'audio', 'text', 'concurrency'],
	speech: ['operation', 'items', 'fields', 'binary', 'http', 'audio', 'text', 'concurrency'],
	methods: ['items', 'http', 'concurrency'],
	webhook: ['http', 'concurrency'],
};

/**
 * Folders of a provider, each with those that it may import besides `nodes/shared`.
 * @type {Record<string, string[]>}
 */
const PROVIDER = {
	api: [],
	websocket: ['api'],
	methods: ['api'],
	webhook: ['api'],
	operations: ['api', 'websocket', 'webhook'],
};

const NODES = readdirSync(new URL('nodes', import.meta.url));
const PROVIDERS = NODES.filter((folder) => folder !== 'shared');
const unlisted = readdirSync(new URL('nodes/shared', import.meta.url)).filter(
	(folder) => !(folder in SHARED),
);
if (unlisted.length > 0)
	throw new Error(`List in SHARED what these folders may import: ${unlisted.join(', ')}`);

/** Imports run one way: node → operations, methods → webhook, websocket → api → shared. */
const IMPORT_DIRECTION = [
	...Object.entries(SHARED).map(([folder, allowed]) => ({
		target: `./nodes/shared/${folder}`,
		from: './nodes',
		except: [folder, ...allowed].map((name) => `./shared/${name}`),
	})),
	...PROVIDERS.flatMap((provider) => [
		{ target: `./nodes/${provider}`, from: './nodes', except: [`./${provider}`, './shared'] },
		...Object.entries(PROVIDER).map(([folder, allowed]) => ({
			target: `./nodes/${provider}/${folder}`,
			from: Object.keys(PROVIDER)
				.filter((name) => name !== folder && !allowed.includes(name))
				.map((name) => `./nodes/${provider}/${name}`),
		})),
		{
			target: [`./nodes/${provider}/!(*.node).ts`, `./nodes/${provider}/*/**`],
			from: `./nodes/${provider}/*.node.ts`,
		},
		// A file at a provider's root (its error table, its models) imports from none of its folders.
		{ target: `./nodes/${provider}/!(*.node).ts`, from: `./nodes/${provider}/*/**` },
	]),
	{
		target: ['./nodes', './credentials'],
		from: ['./playground', './scripts', './tools', './test', './bench'],
	},
	{ target: './playground', from: ['./nodes', './credentials', './scripts', './tools', './test', './bench'] },
	{ target: './tools', from: ['./nodes', './credentials', './scripts', './test', './bench'] },
].map((zone) => ({ ...zone, message: 'Imports run one way, see Imports in docs/architecture.md' }));

export default defineConfig(
	{ ignores: ['dist/', '.cache/', 'coverage/', 'node_modules/'] },
	{
		// Suppressions do nothing, and are reported: a rule that does not fit is changed here, for all.
		linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' },
	},

	// All code.
	{
		files: TYPESCRIPT,
		extends: [
			eslint.configs.recommended,
			tseslint.configs.strictTypeChecked,
			tseslint.configs.stylisticTypeChecked,
			importX.flatConfigs.recommended,
			importX.flatConfigs.typescript,
		],
		languageOptions: {
			parserOptions: {
				projectService: { allowDefaultProject: ['*.js', '*.mjs'] },
				tsconfigRootDir: import.meta.dirname,
			},
		},
		settings: {
			// n8n-core comes with the pinned n8n, not with the project's own dependencies.
			'import-x/external-module-folders': ['node_modules', '.cache/n8n/node_modules'],
			'import-x/resolver-next': [
				createTypeScriptImportResolver({
					noWarnOnMultipleProjects: true,
					project: [
						'tsconfig.json',
						'playground/tsconfig.json',
						'scripts/tsconfig.json',
						'tools/tsconfig.json',
						'test/tsconfig.json',
						'bench/tsconfig.json',
					],
				}),
			],
		},
		rules: {
			'max-lines': ['error', { max: 250 }],
			'no-console': 'error',
			'@typescript-eslint/array-type': ['error', { default: 'array-simple' }],
			'@typescript-eslint/ban-ts-comment': [
				'error',
				{ 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true },
			],
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
			'import-x/first': 'error',
			'import-x/newline-after-import': 'error',
			'import-x/no-cycle': 'error',
			'import-x/no-duplicates': 'error',
			'import-x/no-restricted-paths': ['error', { zones: IMPORT_DIRECTION }],
			'import-x/no-self-import': 'error',
			'import-x/no-useless-path-segments': 'error',
			// The type checker knows more about names than this rule.
			'import-x/named': 'off',
			'import-x/no-named-as-default': 'off',
			'import-x/no-named-as-default-member': 'off',
			'import-x/order': [
				'error',
				{
					groups: [
						['builtin', 'external'],
						['parent', 'sibling', 'index'],
					],
					'newlines-between': 'always',
					alphabetize: { order: 'asc', caseInsensitive: true },
				},
			],
		},
	},

	// An operation reads top to bottom on a few screens.
	{ files: ['nodes/*/operations/**/*.operation.ts'], rules: { 'max-lines': ['error', { max: 120 }] } },

	{
		files: ['nodes/shared/{audio,text,concurrency}/**/*.ts'],
		rules: { 'no-restricted-imports': ['error', { patterns: ['n8n-*'] }] },
	},

	// What is published: n8n's own rules, as n8n applies them to community packages.
	{
		files: [...PACKAGE_CODE, 'package.json'],
		extends: [n8nCommunityNodesPlugin.configs.recommended],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
	},
	{
		files: ['package.json'],
		languageOptions: { parser: tseslint.parser },
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: n8nNodesBase.configs.community.rules,
	},
	{
		files: ['credentials/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...n8nNodesBase.configs.credentials.rules,
			// These two and the three below are off in n8n's own configuration for community packages:
			// they contradict newer rules of its other plugin.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
			'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...n8nNodesBase.configs.nodes.rules,
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
		},
	},

	// Programs that a person runs talk to that person.
	{ files: ['scripts/**', 'playground/main.ts', 'bench/**'], rules: { 'no-console': 'off' } },
	// Plain CommonJS, as gulp loads it, without types.
	{
		files: ['gulpfile.js'],
		extends: [tseslint.configs.disableTypeChecked],
		languageOptions: { globals: { require: 'readonly', exports: 'writable', process: 'readonly' } },
		rules: { '@typescript-eslint/no-require-imports': 'off' },
	},
);
