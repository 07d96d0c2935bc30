import { jsonResponse, type ProviderResponse } from '../http/response.ts';
import { error } from './errors.ts';

/** `Model` of the contract. */
export interface Model {
	id: string;
	model_id: string;
	model_name: string;
	/** Dollars per character. */
	cost: number;
	description: string | null;
}

/** Models that clients use, with the prices in the documentation's example. */
const models: readonly Model[] = [
	{
		id: '6d1f0c3e-52f4-4a34-9d27-0f3f6a2b7c11',
		model_id: 'faseeh-v1-preview',
		model_name: 'Faseeh v1 (preview)',
		cost: 0.0001,
		description: 'The best quality',
	},
	{
		id: 'b5f1a7a2-8a0e-4c55-9b6c-3f0f5a1d2e22',
		model_id: 'faseeh-mini-v1-preview',
		model_name: 'Faseeh mini v1 (preview)',
		cost: 0.000_05,
		description: null,
	},
];

/** Throws the provider's error, a 400 that names the model. */
export function findModel(id: string): Model {
	const found = models.find(({ model_id }) => model_id === id);
	if (!found) throw error('invalid', `Model ${id} does not exist`);
	return found;
}

/** `GET /models` */
export const listModels = (): ProviderResponse => jsonResponse(200, models);
