import type { IWebhookFunctions } from 'n8n-workflow';

import { callOf, connect } from '../../shared/http/connect';
import { isRecord } from '../../shared/http/json';
import type { WebhookCall } from '../../shared/operation/registry';
import { callbackSecrets, hasCallbackToken } from '../../shared/webhook/callbackToken';
import { aiVoiceCloneFree } from '../provider';

/** A call of a callback URL (seed page "Create Asynchronous Voice Cloning Task"). */
export interface Delivery {
	readonly taskId: string;
	readonly status: string;
	readonly fields: Readonly<Record<string, unknown>>;
}

/** The reply to a malformed body. */
export const EXPECTED_BODY =
	'Expected JSON with status and task_id; a task_id has 1 to 200 letters, digits or - _ . ~ : without ".."';

/**
 * The ID becomes part of a URL that is requested with the API key. So it allows only characters that need no encoding
 * (RFC 3986 section 2.3, and the colon) and cannot lead to another path.
 */
const TASK_ID = /^(?!\.$)(?!.*\.\.)[\w.~:-]{1,200}$/;
const MAX_STATUS = 50;

/** For requests after a delivery was accepted, when no caller waits any more. */
export const DOWNLOAD_POLICY = {
	timeoutMs: 300_000,
	maxRetries: 5,
	repeatUncertain: false,
	limitWaitMs: 300_000,
} as const;

/** @returns `undefined` for a body that is not a delivery. */
export function readDelivery(body: unknown): Delivery | undefined {
	if (!isRecord(body)) return undefined;
	const { task_id: id, status } = body;
	if (typeof id !== 'string' && typeof id !== 'number') return undefined;
	const taskId = String(id);
	if (!TASK_ID.test(taskId)) return undefined;
	if (typeof status !== 'string' || status === '' || status.length > MAX_STATUS) return undefined;
	return { taskId, status, fields: body };
}

/**
 * Opens a connection to the provider for a webhook.
 *
 * @param subject Subject of the token in the called URL; `undefined` if no token is valid.
 * @returns `signed`: whether the URL has a valid token.
 */
export async function openWebhook(
	context: IWebhookFunctions,
	subject: string | undefined,
): Promise<{ call: WebhookCall; signed: boolean }> {
	const connection = await connect(context, aiVoiceCloneFree, 1);
	const query = context.getQueryData();
	const signed = subject !== undefined && hasCallbackToken(query, connection.apiKey, subject);
	const secrets = [...connection.secrets, ...(signed ? callbackSecrets(query) : [])];
	return {
		signed,
		call: {
			...callOf({ ...connection, secrets }, DOWNLOAD_POLICY),
			context,
			options: { audioLink: false },
		},
	};
}
