import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { isRecord } from '../../shared/http/json';
import type { Task } from '../api';
import { stateOf } from '../api';

/** A finished task that the trigger has accepted. `failureReason` is sanitized. */
export interface AcceptedTask extends Pick<Task, 'id' | 'status' | 'state' | 'failureReason'> {
	/** What the provider says about it, or the call if that was not verified; sanitized. */
	readonly fields: IDataObject;
	readonly verified: boolean;
	/** Requests and retries of the verification. */
	readonly usage: { readonly requests: number; readonly retries: number };
}

/** The item that `webhook()` returns for `execute()`, which in queue mode runs in another process. */
export function toItem({
	id,
	status,
	failureReason,
	fields,
	verified,
	usage,
}: AcceptedTask): INodeExecutionData {
	const reason = failureReason === undefined ? {} : { failureReason };
	return { json: { taskId: id, status, verified, ...usage, ...reason, fields } };
}

/** @returns `undefined` for an item that did not come from `toItem`. */
export function fromItem(item: INodeExecutionData | undefined): AcceptedTask | undefined {
	const { taskId, status, verified, requests, retries, failureReason, fields } = item?.json ?? {};
	if (typeof taskId !== 'string' || typeof status !== 'string' || !isRecord(fields)) return undefined;
	return {
		id: taskId,
		status,
		state: stateOf(status),
		failureReason: typeof failureReason === 'string' ? failureReason : undefined,
		fields: fields as IDataObject,
		verified: verified === true,
		usage: { requests: Number(requests), retries: Number(retries) },
	};
}
