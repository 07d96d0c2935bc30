import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { isRecord } from '../../shared/http/json';
import type { Task } from '../api';
import { normalizeStatus } from '../api';

/** A finished task that the trigger has accepted. `failureReason` is sanitized. */
export interface AcceptedTask extends Pick<Task, 'id' | 'rawStatus' | 'status' | 'failureReason'> {
	/** Sanitized response of the provider, or body of the delivery if it was not verified. */
	readonly fields: IDataObject;
	readonly verified: boolean;
	/** Requests and retries of the verification. */
	readonly usage: { readonly requests: number; readonly retries: number };
}

/** Creates the item that `webhook()` passes to `execute()`, in queue mode in another process. */
export function toItem({
	id,
	rawStatus: status,
	failureReason,
	fields,
	verified,
	usage,
}: AcceptedTask): INodeExecutionData {
	const reason = failureReason === undefined ? {} : { failureReason };
	return { json: { taskId: id, status, verified, ...usage, ...reason, fields } };
}

/** @returns `undefined` for an item that `toItem` did not create. */
export function fromItem(item: INodeExecutionData | undefined): AcceptedTask | undefined {
	const { taskId, status, verified, requests, retries, failureReason, fields } = item?.json ?? {};
	if (typeof taskId !== 'string' || typeof status !== 'string' || !isRecord(fields)) return undefined;
	return {
		id: taskId,
		rawStatus: status,
		status: normalizeStatus(status),
		failureReason: typeof failureReason === 'string' ? failureReason : undefined,
		fields: fields as IDataObject,
		verified: verified === true,
		usage: { requests: Number(requests), retries: Number(retries) },
	};
}
