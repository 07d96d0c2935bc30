import type { Account } from '../accounts/account.ts';
import { ApiError } from '../http/answer.ts';
import type { Problem, Violation } from '../provider.ts';

/**
 * The HTTP status and two digits. Of these only 40101, 40201 and 50001 are documented; the two digits of the others are
 * the playground's own.
 */
const problems: Record<Problem, [status: number, code: string]> = {
	unauthorized: [401, '40101'],
	rateLimit: [429, '42901'],
	concurrency: [429, '42902'],
	quota: [402, '40201'],
	invalid: [400, '40001'],
	notFound: [404, '40401'],
	notBuilt: [501, '50101'],
	internal: [500, '50001'],
};

export function error(problem: Problem, message: string, status?: number): ApiError {
	const [usualStatus, code] = problems[problem];
	return new ApiError(status ?? usualStatus, code, message);
}

export const codeOf = (status: number): string => `${status}01`;

/** The message names every place. */
export const violation = (violations: Violation[]): ApiError =>
	error('invalid', violations.map(({ message }) => message).join('; '));

/** In the form of the account's setting `errorForm`; there is no wrapper that could be left out. */
export function errorBody({ code, message, extra }: ApiError, account: Account | undefined): unknown {
	switch (account?.settings.errorForm ?? 'string') {
		case 'string':
			return { errorCode: code, errorMessage: message, ...extra };
		case 'seed':
			// A test may have chosen a code that is no number.
			return { errorCode: Number(code) || code, errorMessage: message, ...extra };
		case 'later':
			return { code, message, ...extra };
	}
}
