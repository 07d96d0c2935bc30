import { readdirSync } from 'node:fs';
import path from 'node:path';
import * as ts from 'typescript';

/** The code of the nodes, parsed, with what tells where a function is called. */
export interface Source {
	readonly checker: ts.TypeChecker;
	readonly files: readonly ts.SourceFile[];
	/** Path of a node's file below `nodes`, with slashes. */
	readonly fileOf: (node: ts.Node) => string;
	/** Calls of a function or method, and `new` expressions of a class. */
	readonly callsOf: (callee: ts.Symbol) => ReadonlyArray<ts.CallExpression | ts.NewExpression>;
	/** The symbol behind an identifier, through imports. */
	readonly symbolOf: (node: ts.Node) => ts.Symbol | undefined;
}

/** Parses `nodes/`, without its dependencies. */
export function parseNodes(root: string): Source {
	const folder = path.join(root, 'nodes');
	const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => path.join(folder, file));
	const options: ts.CompilerOptions = {
		strict: true,
		noEmit: true,
		target: ts.ScriptTarget.ES2022,
		module: ts.ModuleKind.ESNext,
		moduleResolution: ts.ModuleResolutionKind.Bundler,
		types: [],
	};
	const host = ts.createCompilerHost(options);
	host.resolveModuleNameLiterals = (literals, file) =>
		literals.map(({ text }) => {
			const target = text.startsWith('.') ? path.resolve(path.dirname(file), text) : '';
			const found = [`${target}.ts`, path.join(target, 'index.ts')].find((name) => names.includes(name));
			return {
				resolvedModule:
					found === undefined ? undefined : { resolvedFileName: found, extension: ts.Extension.Ts },
			};
		});
	const program = ts.createProgram(names, options, host);
	const checker = program.getTypeChecker();
	const files = program.getSourceFiles().filter(({ fileName }) => names.includes(path.normalize(fileName)));

	const symbolOf = (node: ts.Node): ts.Symbol | undefined => {
		const symbol = ts.isShorthandPropertyAssignment(node.parent)
			? checker.getShorthandAssignmentValueSymbol(node.parent)
			: checker.getSymbolAtLocation(node);
		const isAlias = symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0;
		return isAlias ? checker.getAliasedSymbol(symbol) : symbol;
	};
	const calls = new Map<ts.Symbol, Array<ts.CallExpression | ts.NewExpression>>();
	for (const file of files) {
		visit(file, (node) => {
			if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return;
			const { expression } = node;
			const symbol = symbolOf(ts.isPropertyAccessExpression(expression) ? expression.name : expression);
			if (symbol !== undefined) calls.set(symbol, [...(calls.get(symbol) ?? []), node]);
		});
	}
	const fileOf = (node: ts.Node) =>
		path.relative(folder, node.getSourceFile().fileName).split(path.sep).join('/');
	return { checker, files, fileOf, symbolOf, callsOf: (callee) => calls.get(callee) ?? [] };
}

/** Calls back for every node of a syntax tree. */
export function visit(node: ts.Node, onNode: (node: ts.Node) => void): void {
	onNode(node);
	ts.forEachChild(node, (child) => {
		visit(child, onNode);
	});
}

/** The calls of the function that a parameter belongs to, and the symbols of its parameters in their order. */
export function callersOf(source: Source, parameter: ts.ParameterDeclaration) {
	const owner = parameter.parent;
	const named = owner.name ?? (ts.isVariableDeclaration(owner.parent) ? owner.parent.name : undefined);
	const callee = named === undefined ? undefined : source.checker.getSymbolAtLocation(named);
	const symbols = owner.parameters.map(({ name }) => source.checker.getSymbolAtLocation(name));
	const calls = callee === undefined ? [] : source.callsOf(callee);
	return calls.map((call) => ({ call, symbols }));
}
