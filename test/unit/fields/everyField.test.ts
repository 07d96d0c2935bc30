import { describe, expect, it } from '@jest/globals';

import { operations as aiVoiceCloneFree } from '../../../nodes/AiVoiceCloneFree/operations';
import { triggerFields } from '../../../nodes/AiVoiceCloneFree/webhook/triggerFields';
import { operations as asyncFlow } from '../../../nodes/AsyncFlow/operations';
import { operations as faseeh } from '../../../nodes/Faseeh/operations';
import type { Field, Fields } from '../../../nodes/shared/fields/field';
import { RUN_FIELDS } from '../../../nodes/shared/operation/options';
import type { Registry } from '../../../nodes/shared/operation/registry';

type AnyField = Field<unknown, string | undefined>;

interface Case {
	readonly title: string;
	readonly field: AnyField;
	readonly type: string;
}

function flatten(owner: string, fields: Fields): Case[] {
	return Object.entries(fields).flatMap(([name, field]): Case[] => {
		if ('fields' in field) return flatten(`${owner} ${name}`, field.fields as Fields);
		// Shown in every operation, but read once in a run.
		if (name === 'concurrency' && owner !== 'run options') return [];
		return [{ title: `${owner} ${name}`, field, type: field.property(name).type }];
	});
}

const registries: Record<string, Registry> = { aiVoiceCloneFree, asyncFlow, faseeh };
const CASES = [
	...Object.entries(registries).flatMap(([node, registry]) =>
		Object.values(registry).flatMap(({ operations }) =>
			Object.entries(operations).flatMap(([name, { fields }]) => flatten(`${node} ${name}`, fields)),
		),
	),
	...flatten('trigger', triggerFields),
	...flatten('run', RUN_FIELDS),
];

const WRONG: Readonly<Record<string, readonly unknown[]>> = {
	string: [{ a: 1 }, [{ a: 1 }], true],
	number: [{ a: 1 }, [1], true, 'abc'],
	boolean: [{ a: 1 }, [true], 'yes', 1],
	options: [{ a: 1 }, ['en'], true],
	multiOptions: [{ a: 1 }, ['other']],
	resourceLocator: [{ a: 1 }, ['abc'], true],
};

describe('every field of every node', () => {
	it.each(CASES)('refuses what is of another type, by its label: $title', ({ field, type }) => {
		const wrong = WRONG[type] ?? [];
		expect(wrong.length).toBeGreaterThan(0);
		for (const given of wrong) expect(() => field.parse(given)).toThrow(field.label);
	});
});

describe('every field that can be hidden', () => {
	const owners = Object.values(registries).flatMap((registry) =>
		Object.values(registry).flatMap(({ operations }) => Object.values(operations)),
	);

	it('depends on fields that are declared before it', () => {
		const conditions = owners.flatMap(({ fields }) => {
			const names = Object.keys(fields);
			return Object.entries(fields).flatMap(([name, field]) => {
				const inner = 'fields' in field ? Object.values(field.fields as Fields) : [field];
				return inner.flatMap((one) =>
					Object.keys(one.property(name).displayOptions?.show ?? {}).map((condition) => {
						const index = names.indexOf(condition.replace(/^\//, ''));
						return index >= 0 && index < names.indexOf(name);
					}),
				);
			});
		});
		expect(conditions.length).toBeGreaterThan(5);
		expect(conditions).not.toContain(false);
	});
});
