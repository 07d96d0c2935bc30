import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

/** As much as is used of the response, which is Express's; its types do not come with n8n's. */
interface Response {
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
