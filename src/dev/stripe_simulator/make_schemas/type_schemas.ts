/** Types of a program → JSON schemas. */
import ts from "typescript";
import { MAX_LENGTHS, SCHEMAS } from "./limits.ts";
import type { Schema } from "./schema.ts";

export class TypeSchemas {
  /** By the name of a type within the SDK, such as `Checkout.SessionCreateParams.LineItem`. */
  readonly definitions: Record<string, Schema> = {};

  constructor(private readonly checker: ts.TypeChecker) {}

  /** @throws Error about a type of a kind that is not known here */
  schemaOf(node: ts.TypeNode): Schema {
    if (ts.isParenthesizedTypeNode(node)) return this.schemaOf(node.type);
    if (ts.isUnionTypeNode(node)) return this.#union(node.types);
    if (ts.isArrayTypeNode(node)) return { type: "array", items: this.schemaOf(node.elementType) };
    if (ts.isTypeLiteralNode(node)) return this.#object(node.members, node);
    if (ts.isLiteralTypeNode(node)) return this.#literal(node);
    if (ts.isTypeReferenceNode(node)) return this.#reference(node);
    if (node.kind === ts.SyntaxKind.StringKeyword) return { type: "string" };
    if (node.kind === ts.SyntaxKind.BooleanKeyword) return { type: "boolean" };
    if (node.kind === ts.SyntaxKind.NumberKeyword) return { type: "integer" };
    throw unknown(node);
  }

  #literal(node: ts.LiteralTypeNode): Schema {
    if (node.literal.kind === ts.SyntaxKind.NullKeyword) return { type: "null" };
    if (ts.isStringLiteral(node.literal)) return { type: "string", const: node.literal.text };
    throw unknown(node);
  }

  #union(nodes: readonly ts.TypeNode[]): Schema {
    // `OtherString` stands for values that Stripe may add later: what the SDK does not list is refused.
    const schemas = nodes.filter((node) => !isOtherString(node)).map((node) => this.schemaOf(node));
    if (schemas.length === 1) return schemas[0];
    if (schemas.every(({ type, const: value }) => type === "string" && value !== undefined)) {
      return { type: "string", enum: schemas.map((one) => one.const) };
    }
    return { anyOf: schemas };
  }

  #reference(node: ts.TypeReferenceNode): Schema {
    const [argument] = node.typeArguments ?? [];
    const name = node.typeName.getText();
    if (name === "Array") return { type: "array", items: this.schemaOf(argument) };
    if (name === "Emptyable") {
      return { anyOf: [{ type: "null" }, { type: "string", const: "" }, this.schemaOf(argument)] };
    }
    const { qualified, declaration } = this.#declared(node.typeName);
    if (argument) throw unknown(node);
    // A second name for a type.
    if (ts.isTypeAliasDeclaration(declaration) && ts.isTypeReferenceNode(declaration.type)) {
      return this.#reference(declaration.type);
    }
    if (!(qualified in this.definitions)) {
      // Before its properties are read: a type may hold itself.
      this.definitions[qualified] = {};
      this.definitions[qualified] = SCHEMAS[qualified] ??
        (ts.isInterfaceDeclaration(declaration)
          ? this.#object(this.#members(declaration), declaration, MAX_LENGTHS[qualified])
          : this.schemaOf(declaration.type));
    }
    return { $ref: `#/definitions/${qualified}` };
  }

  #declared(name: ts.Node): { qualified: string; declaration: ts.InterfaceDeclaration | ts.TypeAliasDeclaration } {
    let symbol = this.checker.getSymbolAtLocation(name);
    if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = this.checker.getAliasedSymbol(symbol);
    const declaration = symbol?.declarations?.find((one) =>
      ts.isInterfaceDeclaration(one) || ts.isTypeAliasDeclaration(one)
    );
    if (!symbol || !declaration) throw unknown(name);
    // Without the module, which stands in front in quotes.
    return { qualified: this.checker.getFullyQualifiedName(symbol).replace(/^".*"\./, ""), declaration };
  }

  /** Its own members and those of the interfaces that it extends. */
  #members(declaration: ts.InterfaceDeclaration): ts.TypeElement[] {
    const parents = declaration.heritageClauses?.flatMap((clause) => clause.types) ?? [];
    const inherited = parents.flatMap(({ expression }) =>
      this.#members(this.#declared(expression).declaration as ts.InterfaceDeclaration)
    );
    return [...inherited, ...declaration.members];
  }

  #object(members: readonly ts.TypeElement[], node: ts.Node, maxLengths: Record<string, number> = {}): Schema {
    const [first] = members;
    if (first && ts.isIndexSignatureDeclaration(first)) {
      return { type: "object", additionalProperties: this.schemaOf(first.type) };
    }
    const properties: Record<string, Schema> = {};
    const required: string[] = [];
    for (const member of members) {
      if (!ts.isPropertySignature(member) || !member.type) throw unknown(node);
      const name = (member.name as ts.Identifier | ts.StringLiteral).text;
      properties[name] = this.schemaOf(member.type);
      if (name.endsWith("_percent")) properties[name] = { type: "number" };
      if (name in maxLengths) properties[name].maxLength = maxLengths[name];
      if (!member.questionToken) required.push(name);
    }
    return {
      type: "object",
      properties,
      ...required.length > 0 && { required },
      additionalProperties: false,
    };
  }
}

function isOtherString(node: ts.TypeNode): boolean {
  return ts.isTypeReferenceNode(node) && node.typeName.getText() === "OtherString";
}

function unknown(node: ts.Node): Error {
  return new Error(`No schema for ${ts.SyntaxKind[node.kind]}: ${node.getText().slice(0, 200)}`);
}
