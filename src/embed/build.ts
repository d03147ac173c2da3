/** Makes `embed_min.js`, which servers send as it is: one module, with its styles in it. */
import { build, stop, transform } from "esbuild";

const here = (name: string) => new URL(name, import.meta.url);

const INNER = "again|ask|classId|clock|dateOf|dayOf|done|host|moment|money|optional|outdated|perUnit|problem|say|" +
  "sessionId|shortDay|span|studio|token|unpaid|wide";

/** The whole module, minified. The same sources make the same bytes. */
export async function bundleEmbed(): Promise<string> {
  try {
    const css = await transform(await Deno.readTextFile(here("embed.css")), { loader: "css", minify: true });
    const { outputFiles } = await build({
      entryPoints: [here("main.ts").pathname],
      bundle: true,
      minify: true,
      format: "esm",
      target: "es2022",
      charset: "utf8",
      legalComments: "none",
      // Names that only these modules know: no field of the API, and no placeholder of a word.
      mangleProps: new RegExp(`^(${INNER})$`),
      define: { STYLES: JSON.stringify(css.code.trim()) },
      write: false,
    });
    return outputFiles[0].text;
  } finally {
    await stop();
  }
}

if (import.meta.main) {
  const text = await bundleEmbed();
  await Deno.writeTextFile(here("embed_min.js"), text);
  console.log(`embed_min.js: ${new TextEncoder().encode(text).length} bytes`);
}
