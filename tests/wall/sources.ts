/** What there is, read from the sources themselves: a verb, an action or a page that nobody told the tests of is found here. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import ts from "typescript";

const ROOT = join(import.meta.dirname, "../..");

/** "Actor": asks who acts. "Tx": a part of such a verb, inside its transaction. "nobody": asks for neither. */
export type Asks = "Actor" | "Tx" | "nobody";

/** Every function of access/ that can reach the database, as "file.function", and whom it asks for. */
export function verbs(): Map<string, Asks> {
  const found = new Map<string, Asks>();
  for (const file of filesOf("access", /\.tsx?$/)) {
    const noun = basename(file).replace(/\.tsx?$/, "");
    for (const { name, node } of functionsOf(file))
      if (reachesOut(node)) found.set(`${noun}.${name}`, whoIsAsked(node));
  }
  return found;
}

/** The server actions, as "path/of/the/file.ts function". */
export function actions(): string[] {
  const files = [...filesOf("app", /\.tsx?$/), ...filesOf("components", /\.tsx?$/), ...filesOf("access", /\.tsx?$/)];
  return files.flatMap((file) => {
    const source = parse(file);
    const inline = /^\s+["']use server["']/m.test(source.text);
    if (inline) throw new Error(`${file}: an action inside of a function is not found by this scan.`);
    if (!source.statements.some(isUseServer)) return [];
    return functionsOf(file).map(({ name }) => `${file} ${name}`);
  });
}

/** The files of pages and routes. */
export function routes(): string[] {
  return filesOf("app", /(^|\/)(page|route|default)\.(tsx?|jsx?)$/);
}

/** The text of every file of the product below these folders. */
export function texts(...folders: string[]): Map<string, string> {
  const files = folders.flatMap((folder) => filesOf(folder, /\.tsx?$/));
  return new Map(files.map((file) => [file, readFileSync(join(ROOT, file), "utf8")]));
}

/** What the files of a folder import from access/, as "file.name", types aside. */
export function importsOf(folder: string): { file: string; what: string }[] {
  return filesOf(folder, /\.tsx?$/).flatMap((file) =>
    parse(file).statements.flatMap((statement) => {
      if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return [];
      const from = /^@\/access\/(?:.+\/)?([^/]+)$/.exec(statement.moduleSpecifier.text)?.[1];
      const names = statement.importClause?.namedBindings;
      if (from === undefined || !names) return [];
      if (ts.isNamespaceImport(names)) throw new Error(`${file} imports all of access/${from}.`);
      return names.elements
        .filter(({ isTypeOnly }) => !isTypeOnly)
        .map(({ name, propertyName }) => ({ file, what: `${from}.${(propertyName ?? name).text}` }));
    }),
  );
}

/** The text of a file of the product. */
export function readText(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}

function filesOf(folder: string, which: RegExp): string[] {
  const entries = readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" });
  return entries
    .map((entry) => `${folder}/${entry}`)
    .filter((file) => which.test(file))
    .sort();
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readText(file), ts.ScriptTarget.Latest, true);
}

type Function_ = { name: string; node: ts.SignatureDeclaration };

/** What a file exports that can be called, the static methods of its classes included. */
function functionsOf(file: string): Function_[] {
  return parse(file).statements.flatMap((statement): Function_[] => {
    if (ts.isExportDeclaration(statement) && !statement.isTypeOnly) {
      throw new Error(`${file} exports by a list, which this scan does not follow.`);
    }
    if (!ts.canHaveModifiers(statement) || !isExported(statement)) return [];
    if (ts.isFunctionDeclaration(statement)) return [{ name: statement.name?.text ?? "default", node: statement }];
    if (ts.isClassDeclaration(statement)) return methodsOf(statement);
    if (!ts.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations.flatMap((declaration) => {
      const node = functionIn(declaration.initializer);
      return node ? [{ name: declaration.name.getText(), node }] : [];
    });
  });
}

function methodsOf(declaration: ts.ClassDeclaration): Function_[] {
  const name = declaration.name?.text ?? "default";
  return declaration.members.flatMap((member) =>
    ts.isMethodDeclaration(member) ? [{ name: `${name}.${member.name.getText()}`, node: member }] : [],
  );
}

/** An arrow function, also one that is handed to something such as cache(). */
function functionIn(node: ts.Expression | undefined): ts.SignatureDeclaration | undefined {
  if (node === undefined) return undefined;
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return node;
  return ts.isCallExpression(node) ? node.arguments.map(functionIn).find((found) => found !== undefined) : undefined;
}

function isExported(node: ts.Node & { readonly modifiers?: ts.NodeArray<ts.ModifierLike> }): boolean {
  return node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

/** Only what is waited for can reach the database. */
function reachesOut(node: ts.SignatureDeclaration): boolean {
  const isAsync = ts.canHaveModifiers(node) && node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
  return isAsync === true || /\bPromise</.test(node.type?.getText() ?? "");
}

function whoIsAsked(node: ts.SignatureDeclaration): Asks {
  const types = node.parameters.map(({ type }) => type?.getText() ?? "");
  // What is done in a transaction is handed over: this asks nothing itself.
  if (types.some((type) => /\(tx: Tx\) =>/.test(type))) return "nobody";
  if (types.some((type) => /\bTx\b(?!\))/.test(type) && !type.includes("=>"))) return "Tx";
  return types.some((type) => /\bActor\b/.test(type)) ? "Actor" : "nobody";
}

function isUseServer(statement: ts.Statement): boolean {
  return (
    ts.isExpressionStatement(statement) &&
    ts.isStringLiteral(statement.expression) &&
    statement.expression.text === "use server"
  );
}
