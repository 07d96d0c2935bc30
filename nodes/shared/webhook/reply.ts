import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { settle } from '../concurrency/settle';
import { errorMessage } from '../http/errors';

/** The Express methods in use; n8n's types do not include them. */
interface Response {
	readonly headersSent: boolean;
	status: (code: number) => Response;
	json: (body: object) => Response;
}

/**
 * Responds to a webhook call immediately, before the rest of the work.
 *
 * @returns The return value of a webhook that starts no workflow.
 */
export function reply(context: IWebhookFunctions, status: number, message: string): IWebhookResponseData {
	(context.getResponseObject() as Response).status(status).json({ message });
	return { noWebhookResponse: true };
}

/**
 * Handles a webhook call. If that fails, asks the caller to send it again. If it threw instead, n8n would end the
 * waiting execution, or store a failed execution for any call from outside.
 */
export async function handleWebhook(
	context: IWebhookFunctions,
	handler: (context: IWebhookFunctions) => Promise<IWebhookResponseData>,
): Promise<IWebhookResponseData> {
	const outcome = await settle(handler(context));
	if (outcome.status === 'fulfilled') return outcome.value;
	const error: unknown = outcome.reason;
	context.logger.error(`Could not process a call to ${context.getNode().name}: ${errorMessage(error)}`);
	if ((context.getResponseObject() as Response).headersSent) return { noWebhookResponse: true };
	return reply(context, 503, 'Temporarily unavailable. Send the request again');
}
