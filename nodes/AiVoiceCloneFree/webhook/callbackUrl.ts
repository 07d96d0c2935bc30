import { isLoopback } from '../../shared/http/baseUrl';
import { InputError } from '../../shared/http/errors';
import type { ItemCall } from '../../shared/operation/registry';
import { executionSubject, signCallbackUrl, webhookSubject } from '../../shared/webhook/callbackToken';

/**
 * Reads the callback URL from the options. The URL of a webhook on this n8n instance gets a token that proves to the
 * trigger that the task was created with the same API key. Other URLs stay unchanged.
 *
 * @throws {InputError} if the provider could not reach the URL.
 */
export function readCallbackUrl(call: ItemCall): string | undefined {
	const text = call.parameters.optionalText('options.callbackUrl', 'Callback URL')?.trim();
	if (text === undefined) return undefined;
	if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) {
		throw new InputError(
			'Callback URL must be an absolute URL',
			'Copy the production URL from the trigger, such as https://n8n.example.com/webhook/…',
		);
	}
	const url = new URL(text);
	assertReachable(call, url);
	return ownOrigins(call).includes(url.origin)
		? signCallbackUrl(url, call.connection.apiKey, webhookSubject(text))
		: url.href;
}

/**
 * Returns the URL that resumes this execution, with our token, since older versions of n8n do not sign it.
 *
 * @throws {InputError} if the provider could not reach the URL.
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
		`The provider cannot reach ${hostname}, which is a local address`,
		'Make n8n reachable from the internet (N8N_WEBHOOK_URL), or choose Poll as Wait Mode',
	);
}
