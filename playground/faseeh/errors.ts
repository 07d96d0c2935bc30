import type { Account } from '../accounts/account.ts';
import { ApiError } from '../http/response.ts';
import type { ErrorKind, Violation } from '../provider.ts';

/**
 * An error code is the HTTP status and two digits. Only 40101, 40201 and 50001 are documented.
 */
const errors: Record<ErrorKind, [status: number, code: string]> = {
	unauthorized: [401, '40101'],
	rateLimit: [429, '42901'],
	concurrency: [429, '42902'],
	quota: [402, '40201'],
	invalid: [400, '40001'],
	notFound: [404, '40401'],
	notImplemented: [501, '50101'],
	internal: [500, '50001'],
};

export function error(kind: ErrorKind, message: string, status?: number): ApiError {
	const [defaultStatus, code] = errors[kind];
	return new ApiError(status ?? defaultStatus, code, message);
}

export const codeOf = (status: number): string => `${status}01`;

export const violation = (violations: Violation[]): ApiError =>
	error('invalid', violations.map(({ message }) => message).join('; '));

/** In the format of `errorForm`. */
export function errorBody({ code, message, extra }: ApiError, account: Account | undefined): unknown {
	switch (account?.settings.errorForm ?? 'string') {
		case 'string':
			return { errorCode: code, errorMessage: message, ...extra };
		case 'seed':
			// The code of a fault may not be a number.
			return { errorCode: Number(code) || code, errorMessage: message, ...extra };
		case 'later':
			return { code, message, ...extra };
	}
}
