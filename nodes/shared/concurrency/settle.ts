/**
 * Awaits a promise without throwing. Use it instead of `try … catch { throw error }` where the code continues after
 * a failure (a retry, a fallback, a clean-up): n8n's linter allows a `throw` in a `catch` block only for n8n's own
 * errors.
 */
export async function settle<T>(promise: Promise<T>): Promise<PromiseSettledResult<T>> {
	const [outcome] = await Promise.allSettled([promise]);
	return outcome;
}
