/** The guides: each is one Markdown file, read in the repository, as a page of HTML, and as Markdown. */
import { marked, type Tokens } from "marked";
import { TEXTS } from "../../embed/words.ts";
import { ERROR_CODES } from "../error_codes.ts";
import type { Operation } from "./read_document.ts";

export interface Guide {
  /** `/docs/<id>` and `/docs/<id>.md`. */
  id: string;
  title: string;
  /** Its first paragraph, without markup. */
  summary: string;
  /** Where it lies in the project: what its relative links are relative to. */
  file: string;
  /** With its lists filled in. */
  markdown: string;
}

/** Where each lies in the project, in the order in which they are read. */
export const GUIDE_FILES: Record<string, string> = {
  "first-booking": "docs/guides/first-booking.md",
  "your-site": "docs/guides/your-site.md",
  "embed": "docs/guides/embed.md",
  "going-live": "docs/guides/going-live.md",
  "webhooks": "docs/guides/webhooks.md",
  "errors": "docs/guides/errors.md",
  "limits": "docs/guides/limits.md",
  "rules": "docs/api.md",
};

const FOLDER = new URL("../../../docs/guides/", import.meta.url);
const RULES = new URL("../../../docs/api.md", import.meta.url);

/** Reads all guides. @param operations for the table of limits */
export function readGuides(operations: Operation[]): Promise<Guide[]> {
  return Promise.all(
    Object.entries(GUIDE_FILES).map(async ([id, file]) => {
      const text = await Deno.readTextFile(id === "rules" ? RULES : new URL(`${id}.md`, FOLDER));
      const tokens = marked.lexer(text);
      const heading = tokens.find((one) => one.type === "heading") as Tokens.Heading;
      const paragraph = tokens.find((one) => one.type === "paragraph") as Tokens.Paragraph;
      return {
        id,
        file,
        title: heading.text,
        summary: plain(paragraph.text),
        markdown: withLists(text, operations),
      };
    }),
  );
}

/** Without code marks, links and line breaks. */
const plain = (text: string) => text.replace(/\[([^\]]+)\]\([^)]*\)/g, "$1").replaceAll("`", "").replace(/\s+/g, " ");

/** `<!-- list: … -->` and the paragraph after it, which says where the list is, become the list. */
function withLists(text: string, operations: Operation[]): string {
  const lists: Record<string, () => string> = {
    codes: listCodes,
    limits: () => listLimits(operations),
    words: listWords,
  };
  return text.replace(/<!-- list: (\w+) -->\n+(?:.+\n)+/g, (_, name) => lists[name]());
}

/** Every error code under its status, with a heading that can be linked to. */
function listCodes(): string {
  const byStatus = Map.groupBy(Object.entries(ERROR_CODES), ([, { status }]) => status);
  return [...byStatus].sort(([a], [b]) => a - b).map(([status, codes]) =>
    [
      `### Status ${status}\n`,
      ...codes.map(([code, { happened, todo }]) => `#### \`${code}\`\n\n${happened} ${todo}\n`),
    ].join("\n")
  ).join("\n");
}

/** The elements' words, to be replaced where they stand. */
function listWords(): string {
  const rows = TEXTS.map((text) => `  ${JSON.stringify(text)}: ${JSON.stringify(text)}`);
  return `\`\`\`json\n{\n${rows.join(",\n")}\n}\n\`\`\`\n`;
}

function listLimits(operations: Operation[]): string {
  const rows = operations.filter((one) => one.limit !== null)
    .map(({ id, method, path, limit }) => `| [${method} ${path}](/docs#${id}) | ${limit} |`);
  return ["| Route | A minute |", "| --- | ---: |", ...rows, ""].join("\n");
}
