import * as ts from 'typescript';

import { callersOf, visit, type Source } from './program.ts';
import { propertyOf, textsOf, Unbound, UNKNOWN, type Bindings } from './texts.ts';

/** An error as the code describes it. Values that are only known later are `…`, and the provider `{provider}`. */
export interface ErrorText {
	readonly title: string;
	/** '' if there is none. */
	readonly nextStep: string;
	/** For rows of error tables. */
	readonly status: string;
	readonly code: string;
	/** File that raises it, below `nodes`, with slashes. */
	readonly file: string;
}

/** Expressions in the code that describe one error. */
interface Description {
	readonly node: ts.Node;
	readonly title: ts.Expression | undefined;
	readonly nextStep: ts.Expression | undefined;
	readonly object?: ts.Expression;
}

const MAX_CALLS = 6;

/**
 * Collects the errors of `nodes/`: `new InputError(title, nextStep)`, and objects with `title` and `nextStep`.
 * Where both are parameters of a function, each of its calls is an error.
 */
export function collectErrors(source: Source): ErrorText[] {
	const found: ErrorText[] = [];
	for (const file of source.files) {
		visit(file, (node) => {
			const description = descriptionIn(source, node);
			if (description !== undefined) found.push(...errorsOf(source, description, new Map(), node));
		});
	}
	return found;
}

/** Sentences that the code adds to errors: arguments of `noting`, `notes`, and next steps without a title. */
export function collectNotes(source: Source): string[] {
	return source.files.flatMap((file) => {
		const notes: string[] = [];
		visit(file, (node) => {
			for (const expression of notesIn(source, node)) notes.push(...textsOrNone(source, expression));
		});
		return notes;
	});
}

/** The messages of `new AudioError(message)`, which others quote. */
export function collectAudioErrors(source: Source): string[] {
	return source.files.flatMap((file) => {
		const messages: string[] = [];
		visit(file, (node) => {
			const [message] = ts.isNewExpression(node) && isNamed(node, 'AudioError') ? (node.arguments ?? []) : [];
			if (message !== undefined) messages.push(...textsOrNone(source, message));
		});
		return messages;
	});
}

function descriptionIn(source: Source, node: ts.Node): Description | undefined {
	if (ts.isNewExpression(node) && isNamed(node, 'InputError')) {
		const [title, nextStep] = node.arguments ?? [];
		return { node, title, nextStep };
	}
	if (!ts.isObjectLiteralExpression(node)) return undefined;
	const title = propertyOf(source, node, 'title');
	const nextStep = propertyOf(source, node, 'nextStep');
	return title === undefined || nextStep === undefined ? undefined : { node, title, nextStep, object: node };
}

function notesIn(source: Source, node: ts.Node): readonly ts.Expression[] {
	if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
		const { name } = node.expression;
		if (name.text === 'noting') return node.arguments;
		const [more] = node.arguments;
		const nextStep =
			name.text === 'with' && more !== undefined ? propertyOf(source, more, 'nextStep') : undefined;
		const isOnlyNextStep = more !== undefined && propertyOf(source, more, 'title') === undefined;
		return nextStep !== undefined && isOnlyNextStep ? [nextStep] : [];
	}
	const notes = ts.isObjectLiteralExpression(node) ? propertyOf(source, node, 'notes') : undefined;
	return notes !== undefined && ts.isArrayLiteralExpression(notes)
		? notes.elements.filter((element) => !ts.isSpreadElement(element))
		: [];
}

const isNamed = ({ expression }: ts.NewExpression, name: string): boolean =>
	ts.isIdentifier(expression) && expression.text === name;

function errorsOf(
	source: Source,
	description: Description,
	bindings: Bindings,
	place: ts.Node,
	calls = 0,
): ErrorText[] {
	const { title, nextStep, object } = description;
	if (title === undefined) return [];
	const property = (name: string): string => {
		const value = object === undefined ? undefined : propertyOf(source, object, name);
		if (value === undefined) return '';
		return ts.isNumericLiteral(value) ? value.text : (textsOrNone(source, value)[0] ?? '');
	};
	try {
		const nextSteps = nextStep === undefined ? [''] : known(textsOf(source, nextStep, bindings));
		const titles = known(textsOf(source, title, bindings));
		const facts = { status: property('status'), code: property('code'), file: source.fileOf(place) };
		// Both depend on the same condition.
		const isPaired = titles.length === nextSteps.length;
		return titles
			.flatMap((text, index) =>
				(isPaired ? nextSteps.slice(index, index + 1) : nextSteps).map((step) => ({
					title: text,
					nextStep: step,
					...facts,
				})),
			)
			.filter((error) => /\p{L}{3}/u.test(error.title.replace('{provider}', '')));
	} catch (error) {
		if (!(error instanceof Unbound) || calls === MAX_CALLS) return [];
		return callersOf(source, error.parameter).flatMap(({ call, symbols }) => {
			const bound = new Map(bindings);
			for (const [index, symbol] of symbols.entries()) {
				const argument = call.arguments?.[index];
				if (symbol !== undefined && argument !== undefined) bound.set(symbol, argument);
			}
			return bound.size > bindings.size ? errorsOf(source, description, bound, call, calls + 1) : [];
		});
	}
}

/** The texts that are known; '' if there are none. */
function known(texts: readonly string[]): string[] {
	const found = texts.filter((text) => text !== UNKNOWN);
	return found.length === 0 ? [''] : found;
}

function textsOrNone(source: Source, expression: ts.Expression): string[] {
	try {
		return textsOf(source, expression, new Map()).filter((text) => text !== UNKNOWN);
	} catch (error) {
		if (error instanceof Unbound) return [];
		throw error;
	}
}
