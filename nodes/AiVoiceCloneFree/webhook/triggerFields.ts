import { collection } from '../../shared/fields/collection';
import { choices, flag } from '../../shared/fields/kinds';
import { outputField } from '../../shared/operation/commonFields';

const events = choices({
	label: 'Events',
	choices: [
		{ name: 'Task Completed', value: 'completed', description: 'The audio is ready' },
		{ name: 'Task Failed', value: 'failed', description: 'There will be no audio' },
	],
	default: ['completed', 'failed'],
	description: 'Events that start the workflow',
});

const options = collection({
	label: 'Options',
	placeholder: 'Add option',
	fields: {
		downloadAudio: flag({
			label: 'Download Audio',
			default: true,
			description: 'Whether to download the audio of a completed task',
		}).orDefault(),
		binaryPropertyOutput: outputField.orDefault(),
		requireSignature: flag({
			label: 'Require Signature',
			default: true,
			description: 'Whether to reject calls whose URL was not signed by Create Task with the same API key',
		}).orDefault(),
		verifyWithProvider: flag({
			label: 'Verify with Provider',
			default: true,
			description:
				'Whether to confirm the task status with the provider before starting the workflow. If off, anyone who has seen the callback URL can start it.',
		}).orDefault(),
	},
});

/** The fields of the trigger. */
export const triggerFields = { events, options };

/** Read for every call, before its signature is known to be valid. */
export const signatureFields = { options: options.only('requireSignature') };

/** Read for a call that may start the workflow. */
export const deliveryFields = { events, options: options.only('verifyWithProvider') };

/** Read in the execution that the call has started. */
export const outputFields = { options: options.only('downloadAudio', 'binaryPropertyOutput') };
