import * as ts from 'typescript';

import { callersOf, visit, type Source } from './program.ts';

/** Stands for a value that is only known when the error occurs. */
export const UNKNOWN = '…';

/** Arguments of the calls that lead to an expression, by parameter. */
export type Bindings = ReadonlyMap<ts.Symbol, ts.Expression>;

/** A parameter without an argument. */
export class Unbound extends Error {
	readonly parameter: ts.ParameterDeclaration;

	constructor(parameter: ts.ParameterDeclaration) {
		super('The value of this parameter depends on the call');
		this.parameter = parameter;
	}
}

/**
 * All texts that an expression can evaluate to.
 *
 * @throws {Unbound} if the whole expression is a parameter.
 */
export function textsOf(source: Source, expression: ts.Expression, bindings: Bindings): string[] {
	const texts = (inner: ts.Expression): string[] => textsOf(source, inner, bindings);
	const node = unwrap(expression);
	if (ts.isStringLiteralLike(node)) return [node.text];
	if (ts.isTemplateExpression(node)) {
		return node.templateSpans.reduce(
			(beginnings, { expression: value, literal }) =>
				beginnings.flatMap((text) =>
					inserted(() => texts(value)).map((value) => `${text}${value}${literal.text}`),
				),
			[node.head.text],
		);
	}
	if (ts.isConditionalExpression(node)) return [...texts(node.whenTrue), ...texts(node.whenFalse)];
	if (ts.isBinaryExpression(node)) return ofBinary(node, texts);
	if (ts.isPropertyAccessExpression(node)) return ofProperty(source, node, bindings);
	if (ts.isIdentifier(node)) return ofIdentifier(source, node, bindings);
	if (ts.isCallExpression(node)) return ofCall(source, node);
	return [UNKNOWN];
}

/** What a function returns in general, so the last of its texts, with its parameters unknown. */
function ofCall(source: Source, { expression }: ts.CallExpression): string[] {
	const declaration = ts.isIdentifier(expression) ? source.symbolOf(expression)?.valueDeclaration : undefined;
	const callee =
		declaration !== undefined && ts.isVariableDeclaration(declaration)
			? declaration.initializer
			: declaration;
	if (callee === undefined || !(ts.isFunctionDeclaration(callee) || ts.isArrowFunction(callee)))
		return [UNKNOWN];
	const { body } = callee;
	if (body === undefined) return [UNKNOWN];
	const texts = (result: ts.Expression) => insertable(() => textsOf(source, result, new Map()));
	return (ts.isBlock(body) ? returnsOf(body).flatMap(texts) : texts(body)).slice(-1);
}

function returnsOf(node: ts.Node): ts.Expression[] {
	const results: ts.Expression[] = [];
	visit(node, (inner) => {
		if (ts.isReturnStatement(inner) && inner.expression !== undefined) results.push(inner.expression);
	});
	return results;
}

function ofBinary(
	{ operatorToken, left, right }: ts.BinaryExpression,
	texts: (of: ts.Expression) => string[],
) {
	if (operatorToken.kind === ts.SyntaxKind.PlusToken) {
		return texts(left).flatMap((beginning) =>
			texts(right).map((end) => `${beginning}${end}`.replace(`${UNKNOWN}${UNKNOWN}`, UNKNOWN)),
		);
	}
	return operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken
		? [...insertable(() => texts(left)), ...texts(right)]
		: [UNKNOWN];
}

function ofProperty(source: Source, node: ts.PropertyAccessExpression, bindings: Bindings): string[] {
	const name = node.name.text;
	if (name === 'displayName') return ['{provider}'];
	const value = propertyOf(source, node.expression, name);
	if (value !== undefined) return textsOf(source, value, bindings);
	const type = source.checker.getTypeAtLocation(node.expression).getSymbol()?.valueDeclaration;
	const isOwnError = name === 'message' && type !== undefined && ts.isClassDeclaration(type);
	return isOwnError ? messageOf(source, type) : [UNKNOWN];
}

function ofIdentifier(source: Source, node: ts.Identifier, bindings: Bindings): string[] {
	const symbol = source.symbolOf(node);
	if (symbol === undefined) return [UNKNOWN];
	const bound = bindings.get(symbol);
	if (bound !== undefined) return textsOf(source, bound, bindings);
	const declaration = symbol.valueDeclaration;
	if (declaration === undefined) return [UNKNOWN];
	if (ts.isParameter(declaration)) {
		if (declaration.initializer === undefined) throw new Unbound(declaration);
		const given = callersOf(source, declaration).map(
			({ call, symbols }) => call.arguments?.[symbols.indexOf(symbol)],
		);
		const values = [declaration.initializer, ...given.filter((argument) => argument !== undefined)];
		return values.flatMap((value) => insertable(() => textsOf(source, value, bindings)));
	}
	if (node.text === 'displayName') return ['{provider}'];
	const hasInitializer = ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration);
	const initializer = hasInitializer ? declaration.initializer : undefined;
	return initializer === undefined ? [UNKNOWN] : textsOf(source, initializer, bindings);
}

/** The message that the constructor of an error class composes from its parameters. */
function messageOf(source: Source, { members }: ts.ClassDeclaration): string[] {
	const constructor = members.find(ts.isConstructorDeclaration);
	const call = constructor?.body?.statements
		.filter(ts.isExpressionStatement)
		.map(({ expression }) => expression)
		.filter(ts.isCallExpression)
		.find(({ expression }) => expression.kind === ts.SyntaxKind.SuperKeyword);
	const [message] = call?.arguments ?? [];
	return message === undefined ? [UNKNOWN] : insertable(() => textsOf(source, message, new Map()));
}

/** Texts within a longer one, where a default says nothing about a value that is only known later. */
function inserted(texts: () => string[]): string[] {
	const values = insertable(texts);
	return values.includes(UNKNOWN) ? [UNKNOWN] : values;
}

/** A parameter within a longer text is unknown; which calls there are does not matter. */
function insertable(texts: () => string[]): string[] {
	try {
		return texts();
	} catch (error) {
		if (error instanceof Unbound) return [UNKNOWN];
		throw error;
	}
}

/** The value of an object's property, also if it is spread from another object. */
export function propertyOf(source: Source, object: ts.Expression, name: string): ts.Expression | undefined {
	const literal = objectOf(source, object);
	for (const property of [...(literal?.properties ?? [])].reverse()) {
		if (ts.isSpreadAssignment(property)) {
			const value = propertyOf(source, property.expression, name);
			if (value !== undefined) return value;
		} else if (ts.isIdentifier(property.name) && property.name.text === name) {
			if (ts.isPropertyAssignment(property)) return property.initializer;
			if (ts.isShorthandPropertyAssignment(property)) return property.name;
		}
	}
	return undefined;
}

function objectOf(source: Source, expression: ts.Expression): ts.ObjectLiteralExpression | undefined {
	const node = unwrap(expression);
	if (ts.isObjectLiteralExpression(node)) return node;
	if (ts.isPropertyAccessExpression(node)) {
		const value = propertyOf(source, node.expression, node.name.text);
		return value === undefined ? undefined : objectOf(source, value);
	}
	if (!ts.isIdentifier(node)) return undefined;
	const declaration = source.symbolOf(node)?.valueDeclaration;
	const initializer =
		declaration !== undefined && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
	return initializer === undefined ? undefined : objectOf(source, initializer);
}

function unwrap(node: ts.Expression): ts.Expression {
	const isWrapped =
		ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node);
	return isWrapped ? unwrap(node.expression) : node;
}
