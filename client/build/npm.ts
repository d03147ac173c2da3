/** `deno task client:npm`: the client as an npm package, plain JavaScript with its types, in dist/client. */
import ts from "typescript";

const CLIENT = new URL("../", import.meta.url);

/** @param target a directory, made if it isn't there; what it held goes */
export async function buildNpmPackage(target: URL): Promise<void> {
  await Deno.remove(target, { recursive: true }).catch(() => {});
  await Deno.mkdir(target, { recursive: true });
  compile(target);
  for (const name of ["package.json", "README.md", "../LICENSE"]) {
    await Deno.copyFile(new URL(name, CLIENT), new URL(name.split("/").at(-1)!, target));
  }
}

function compile(target: URL): void {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
    types: [],
    strict: true,
    declaration: true,
    rewriteRelativeImportExtensions: true,
    rootDir: CLIENT.pathname,
    outDir: target.pathname,
  };
  const program = ts.createProgram([new URL("mod.ts", CLIENT).pathname], options);
  const { diagnostics } = program.emit();
  const found = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  if (found.length === 0) return;
  const host = { getCanonicalFileName: (name: string) => name, getCurrentDirectory: Deno.cwd, getNewLine: () => "\n" };
  throw new Error(ts.formatDiagnostics(found, host));
}

if (import.meta.main) {
  const target = new URL("../../dist/client/", import.meta.url);
  await buildNpmPackage(target);
  console.log(`Publish it: cd ${target.pathname} && npm publish --access public`);
}
