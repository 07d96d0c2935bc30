import type { FastifySchemaValidationError } from 'fastify';

import type { Violation } from '../provider.ts';

/** Converts the errors of a JSON Schema. */
export function violationsOf(
	problems: ReadonlyArray<
		Pick<FastifySchemaValidationError, 'instancePath' | 'keyword' | 'message' | 'params'>
	>,
	part: string,
): Violation[] {
	return problems.map(({ instancePath, keyword, message, params }) => {
		const missing = params.missingProperty;
		return {
			part,
			keyword,
			pointer: typeof missing === 'string' ? `${instancePath}/${missing}` : instancePath,
			message: `${part}${instancePath} ${message ?? 'is not valid'}`,
		};
	});
}
