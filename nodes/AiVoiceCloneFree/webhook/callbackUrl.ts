import { isLoopback } from '../../shared/http/baseUrl';
import { InputError } from '../../shared/http/errors';
import type { ItemCall } from '../../shared/operation/registry';
import { executionSubject, signCallbackUrl, webhookSubject } from '../../shared/webhook/callbackToken';

/**
 * The URL that the provider is to call. A webhook of this n8n gets a token, by which the trigger knows that the
 * task was created with its own API key; other receivers have no use for one.
 *
 * @throws {InputError} if the provider could not call it.
 */
export function signedCallbackUrl(call: ItemCall, callbackUrl: string | undefined): string | undefined {
	if (callbackUrl === undefined) return undefined;
	const url = new URL(callbackUrl);
	assertReachable(call, url);
	return ownOrigins(call).includes(url.origin)
		? signCallbackUrl(url, call.connection.apiKey, webhookSubject(callbackUrl))
		: url.href;
}

/**
 * The URL that resumes this execution, with a token of our own: older versions of n8n put none into it.
 *
 * @throws {InputError} when the provider could not call it.
 */
export function resumeUrl(call: ItemCall): string {
	const url = n8nResumeUrl(call);
	assertReachable(call, url);
	const { context } = call;
	return signCallbackUrl(
		url,
		call.connection.apiKey,
		executionSubject(context.getExecutionId(), context.getNode().id),
	);
}

function n8nResumeUrl({ context, itemIndex }: ItemCall): URL {
	return new URL(context.evaluateExpression('{{ $execution.resumeUrl }}', itemIndex) as string);
}

function ownOrigins(call: ItemCall): string[] {
	const editor = call.context.getInstanceBaseUrl();
	return [n8nResumeUrl(call).origin, ...(URL.canParse(editor) ? [new URL(editor).origin] : [])];
}

function assertReachable({ connection }: ItemCall, { hostname }: URL): void {
	if (!isLoopback(hostname) || isLoopback(new URL(connection.baseUrl).hostname)) return;
	throw new InputError(
		`The provider cannot call ${hostname}, which is this machine`,
		'Give n8n an address that the internet can reach (N8N_WEBHOOK_URL), or wait by polling',
	);
}
