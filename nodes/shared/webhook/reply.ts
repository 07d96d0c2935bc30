import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { settle } from '../concurrency/settle';

/** As much as is used of the response, which is Express's; its types do not come with n8n's. */
interface Response {
	readonly headersSent: boolean;
	status: (code: number) => Response;
	json: (body: object) => Response;
}

/**
 * Answers a webhook call at once, whatever is still to be done.
 *
 * @returns What the webhook returns when nothing is to be started.
 */
export function reply(context: IWebhookFunctions, status: number, message: string): IWebhookResponseData {
	(context.getResponseObject() as Response).status(status).json({ message });
	return { noWebhookResponse: true };
}

/**
 * Deals with a webhook call. If that fails, the caller is asked to send it again: n8n would take the failure
 * for the end of an execution that waits, and store a failed one for every stranger's call.
 */
export async function replying(
	context: IWebhookFunctions,
	deal: (context: IWebhookFunctions) => Promise<IWebhookResponseData>,
): Promise<IWebhookResponseData> {
	const outcome = await settle(deal(context));
	if (outcome.status === 'fulfilled') return outcome.value;
	const error: unknown = outcome.reason;
	const { message } = error instanceof Error ? error : new Error(String(error));
	context.logger.error(`A call to ${context.getNode().name} could not be dealt with: ${message}`);
	if ((context.getResponseObject() as Response).headersSent) return { noWebhookResponse: true };
	return reply(context, 503, 'Not possible now; send this again');
}
