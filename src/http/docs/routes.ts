/** `/docs`: the guides and a reference made from the OpenAPI document, as HTML and as Markdown. In development its examples can be tried. */
import { serveAsset, serveModule } from "../assets.ts";
import { conditional, etagOf } from "../conditional.ts";
import { openApiDocument } from "../openapi/document.ts";
import { SAMPLE_VALUES } from "../openapi/examples.ts";
import { refusal } from "../errors.ts";
import type { App, Call } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { prefersMarkdown } from "./accept.ts";
import { renderGuide } from "./guide_page.tsx";
import { type Guide, GUIDE_FILES, readGuides } from "./guides.ts";
import { llmsText } from "./llms.ts";
import { servedMarkdown } from "./markdown.ts";
import { indexMarkdown, operationMarkdown } from "./operation_markdown.ts";
import { renderPage } from "./page.tsx";
import type { PageInput } from "./page_input.ts";
import { readDocument } from "./read_document.ts";
import { relayRoute } from "./relay.ts";
import { liveValues, withServersValues } from "./values.ts";

const HTML = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy":
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};
const MARKDOWN = { "content-type": "text/markdown; charset=utf-8", "x-content-type-options": "nosniff" };
const TEXT = { "content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff" };

/** A page's text; null: there is none. */
type Render = (input: PageInput, c: Call) => string | null;

export function docsRoutes(app: App, services: HttpServices): void {
  const { development } = services.ctx.settings;
  const input = inputOf(app, services);

  function serve(path: string, headers: Record<string, string>, render: Render, markdown?: Render): void {
    const kept = new Map<string, string>();
    app.get(path, async (c) => {
      c.env.seen.route = `GET ${path}`;
      const asMarkdown = markdown !== undefined && prefersMarkdown(c.req.header("accept"));
      const as = asMarkdown ? MARKDOWN : headers;
      const vary: Record<string, string> = markdown ? { vary: "accept" } : {};
      const key = `${c.req.path} ${asMarkdown}`;
      const text = kept.get(key) ?? (asMarkdown ? markdown : render)(await input(), c);
      if (text === null) return refusal("not_found", "There is nothing at this address.");
      // Not to be stored: it shows the sample studio's credentials, and dates counted from today.
      if (development) return new Response(text, { headers: { ...as, ...vary, "cache-control": "no-store" } });
      kept.set(key, text);
      return conditional(text, etagOf(text), c.req.header("if-none-match") ?? null, {
        ...as,
        ...vary,
        "cache-control": "no-cache",
      });
    });
  }

  serve("/docs", HTML, renderPage, indexMarkdown);
  serve("/docs.md", MARKDOWN, indexMarkdown);
  serve("/llms.txt", TEXT, llmsText);
  serve("/docs/operations/:file", MARKDOWN, (input, c) => {
    const operation = input.groups.flatMap((group) => group.operations)
      .find(({ id }) => `${id}.md` === c.req.param("file"));
    return operation ? operationMarkdown(operation, input) : null;
  });
  for (const id of Object.keys(GUIDE_FILES)) {
    const sample = () => development ? services.sampleStudio?.() ?? null : null;
    const filled = ({ guides, serverUrl }: PageInput): [Guide, string] => {
      const guide = guides.find((one) => one.id === id)!;
      return [guide, withServersValues(guide.markdown, serverUrl, sample())];
    };
    const markdown: Render = (input) => {
      const [{ file }, text] = filled(input);
      return servedMarkdown(text, file);
    };
    serve(
      `/docs/${id}`,
      HTML,
      (input) => renderGuide(...filled(input), input.guides, input.version, sample()),
      markdown,
    );
    serve(`/docs/${id}.md`, MARKDOWN, markdown);
  }
  const style = (file: string) => new URL(file, import.meta.url);
  serveAsset(app, "/docs/docs.css", style("./docs.css"), style("./guide.css"));
  serveAsset(app, "/docs/docs.js", new URL("./docs.js", import.meta.url));
  serveModule(app, "/embed.js", new URL("../../embed/embed_min.js", import.meta.url));
  if (development) relayRoute(app, services);
}

/** What pages are rendered from: the guides and the document are read once, the sample studio's values each time. */
function inputOf(app: App, { ctx, sampleStudio }: HttpServices): () => Promise<PageInput> {
  const { development, publicUrl } = ctx.settings;
  const read = async () => {
    const document = openApiDocument(app, publicUrl);
    const groups = readDocument(document);
    return {
      groups,
      guides: await readGuides(groups.flatMap((one) => one.operations)),
      version: document.info.version,
    };
  };
  let once: ReturnType<typeof read> | null = null;
  return async () => {
    const studio = development ? sampleStudio?.() ?? null : null;
    return {
      ...await (once ??= read()),
      serverUrl: publicUrl,
      credentials: {
        key: studio?.key ?? null,
        origin: studio?.origin ?? null,
        ownerToken: studio?.ownerToken ?? null,
        customerToken: studio?.values.customerToken ?? null,
      },
      values: development ? liveValues(ctx.clock.now(), studio) : SAMPLE_VALUES,
      trying: development,
    };
  };
}
