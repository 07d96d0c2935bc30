import { at, type Contract } from '../contract.ts';
import { error, invalidLanguage } from './errors.ts';

/**
 * Models with fewer languages, from the provider's Models page (async_flash_v1.5, async_pro_v1.0) and the LiveKit plugin
 * (asyncflow_multilingual_v1.0).
 */
const LANGUAGES = new Map([
	['asyncflow_v2.0', ['en']],
	['asyncflow_multilingual_v1.0', ['en', 'de', 'es', 'fr', 'it']],
	['async_flash_v1.5', ['en', 'es', 'fr', 'de', 'it', 'pt']],
	['async_pro_v1.0', ['en']],
]);

/** The only model with `speed_control` and `stability`. */
export const CONTROLLABLE_MODEL = 'async_flash_v1.0';

export const speaks = (model: string, language: string): boolean =>
	LANGUAGES.get(model)?.includes(language) ?? true;

/**
 * Checks that a model supports the endpoint (from the contract's `x-endpoint-limits`) and the language. For the
 * endpoint, no error code is documented. Throws ApiError.
 */
export function checkModel(contract: Contract, model: string, endpoint: string, language?: string): void {
	const property = at(contract.document, 'components', 'schemas', 'TtsRequest', 'properties', 'model_id');
	const endpoints = at(property, 'x-endpoint-limits')[model];
	if (Array.isArray(endpoints) && !endpoints.includes('all') && !endpoints.includes(endpoint)) {
		throw error('invalid', `Model ${model} is only available for: ${endpoints.join(', ')}`);
	}
	if (language !== undefined && !speaks(model, language)) {
		throw invalidLanguage(`Model ${model} does not support the language ${language}`);
	}
}
