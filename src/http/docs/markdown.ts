/**
 * Markdown → HTML, with marked: small, without dependencies, kept up since 2011. It lets HTML through and leaves code bare, so both are
 * written here; everything is escaped.
 */
import { Marked, type Tokens } from "marked";
import { GUIDE_FILES } from "./guides.ts";
import { operationPath } from "./operation_markdown.ts";

export interface RenderedGuide {
  html: string;
  /** Its sections, for the contents. */
  sections: { id: string; title: string }[];
}

/** Whose elements are shown where a guide has `<!-- live: … -->`. */
export interface LiveStudio {
  publishableKey: string;
  handle: string;
}

/** @param file where the text lies in the project @param live null: no element is shown */
export function renderMarkdown(text: string, file: string, live: LiveStudio | null = null): RenderedGuide {
  const sections: RenderedGuide["sections"] = [];
  const ids = new Map<string, number>();
  let codes = 0;
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth, text }: Tokens.Heading): string {
        const id = uniqueId(slug(text), ids);
        if (depth === 2) sections.push({ id, title: text.replaceAll("`", "") });
        return `<h${depth} id="${id}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      code({ text }: Tokens.Code): string {
        const id = `code-${++codes}`;
        return `<div class="code"><pre id="${id}"><code>${escape(text)}</code></pre>` +
          `<button class="button quiet copy" type="button" data-copy="${id}" hidden>Copy` +
          `<span class="visually-hidden">the code</span></button></div>\n`;
      },
      codespan: ({ text }: Tokens.Codespan) => `<code>${escape(text)}</code>`,
      html({ text, block }: Tokens.HTML | Tokens.Tag): string {
        const element = live && /^<!-- live: (alera-[a-z-]+) -->\s*$/.exec(text)?.[1];
        if (block && element) {
          const attributes = `key="${escape(live.publishableKey)}" handle="${escape(live.handle)}"`;
          return `<div class="live"><${element} ${attributes}></${element}></div>\n`;
        }
        return block && text.startsWith("<!--") ? "" : escape(text);
      },
      link({ href, tokens }: Tokens.Link): string {
        const inner = this.parser.parseInline(tokens);
        const target = targetOf(href, file);
        return target ? `<a href="${escape(target)}">${inner}</a>` : inner;
      },
      image: ({ text }: Tokens.Image) => escape(text),
    },
  });
  return { html: marked.parse(text, { async: false }), sections };
}

/** The same text as it is served: its links lead to this server's Markdown, or are only words where it has no such page. */
export function servedMarkdown(text: string, file: string): string {
  return text.split(/(^```[\s\S]*?^```)/m).map((part, i) =>
    i % 2 === 1 ? part : part.replace(/(?<!!)\[([^\]]+)\]\(([^)\s]+)\)/g, (_, words, href) => {
      const target = targetOf(href, file);
      return target === null ? words : `[${words}](${asMarkdown(target)})`;
    })
  ).join("");
}

/** The Markdown of a page of ours: of a guide, of the reference, of one of its operations. */
function asMarkdown(target: string): string {
  const operation = /^\/docs#((?:get|post|patch|delete)[A-Z]\w*)$/.exec(target)?.[1];
  if (operation) return operationPath(operation);
  const [, page, hash] = /^([^#]*)(#.*)?$/.exec(target)!;
  return page === "/docs" || page.slice("/docs/".length) in GUIDE_FILES ? `${page}.md${hash ?? ""}` : target;
}

/** Where a link leads on this server; null: to something that it does not serve. */
function targetOf(href: string, file: string): string | null {
  if (/^(https:\/\/|#|\/(?!\/))/.test(href)) return href;
  const url = new URL(href, `file:///${file}`);
  const guide = Object.entries(GUIDE_FILES).find(([, path]) => `/${path}` === url.pathname);
  return url.protocol === "file:" && guide ? `/docs/${guide[0]}${url.hash}` : null;
}

const slug = (text: string) => text.toLowerCase().replace(/[^\w\s-]/g, "").trim().replace(/\s+/g, "-");

function uniqueId(wanted: string, ids: Map<string, number>): string {
  const before = ids.get(wanted) ?? 0;
  ids.set(wanted, before + 1);
  return before ? `${wanted}-${before}` : wanted;
}

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (one) => ESCAPES[one]);
}
