/**
 * How a mail looks. A letter is a list of blocks, and text part and HTML part are both made from it, so that no link and no code
 * can be in one and missing in the other.
 */

/** One piece of a letter. Every string is plain text as people gave it; escaping happens here. */
export type Block =
  | { kind: "paragraph"; text: string }
  | { kind: "facts"; rows: [label: string, value: string][] }
  | { kind: "link"; label: string; url: string; main: boolean }
  | { kind: "code"; label: string; groups: string | null; plain: string }
  | { kind: "quote"; text: string; by: string };

export interface Letter {
  /** The studio's name, on top of everything. */
  from: string;
  subject: string;
  blocks: Block[];
  /** The small print under the line. */
  footer: string;
}

/** One line of prose: a name in it can't begin another. */
export const paragraph = (text: string): Block => ({ kind: "paragraph", text });
/** A list of label and value; rows without a value are left out. */
export const facts = (...rows: [label: string, value: string | null][]): Block => ({
  kind: "facts",
  rows: rows.filter((row): row is [string, string] => row[1] !== null),
});
/** The one thing to press in a mail. */
export const button = (label: string, url: string): Block => ({ kind: "link", label, url, main: true });
/** A link of less weight than the button. */
export const link = (label: string, url: string): Block => ({ kind: "link", label, url, main: false });
/** A code to copy; `groups` is the same for reading aloud. */
export const code = (label: string, plain: string, groups: string | null = null): Block => ({
  kind: "code",
  label,
  groups,
  plain,
});
/** What somebody wrote, with its line breaks. */
export const quote = (text: string, by: string): Block => ({ kind: "quote", text, by });

/** Text without line breaks, control characters and marks that turn the direction of what follows: fit for a header. */
export function oneLine(text: string): string {
  return text.toWellFormed().replace(/[\p{Cc}\u2028\u2029]+/gu, " ").replace(/[\u202A-\u202E\u2066-\u2069]/g, "")
    .trim();
}

/** Text whose only control character is the line feed. */
function manyLines(text: string): string {
  return text.toWellFormed().replace(/\r\n?|[\u2028\u2029]/g, "\n").replace(/(?!\n)\p{Cc}/gu, " ").trim();
}

// ---------------------------------------------------------------- text part

/** The text part. Lines are as long as they are: a link or code stands alone on its own. */
export function textPart(letter: Letter): string {
  const blocks = letter.blocks.map(textBlock);
  return [oneLine(letter.from), ...blocks, "-- \n" + letter.footer].join("\n\n") + "\n";
}

function textBlock(block: Block): string {
  switch (block.kind) {
    case "paragraph":
      return oneLine(block.text);
    case "facts":
      return block.rows.map(([label, value]) => `${label}: ${oneLine(value)}`).join("\n");
    case "link":
      return `${block.label}:\n${oneLine(block.url)}`;
    case "code":
      return [`${block.label}:`, ...(block.groups ? [block.groups] : []), oneLine(block.plain)].join("\n");
    case "quote":
      return [...manyLines(block.text).split("\n"), `(${oneLine(block.by)})`].map((line) => `> ${line}`).join("\n");
  }
}

// ---------------------------------------------------------------- HTML part

// Styles stand on the elements because mail clients drop style sheets; the sheet only adds what a dark screen needs.
const DARK = "@media (prefers-color-scheme: dark) { " +
  ".page { background: #191816 !important; color: #eeebe5 !important } .soft { color: #b2aa9d !important } " +
  ".line { border-color: #383530 !important } .link { color: #71c4b4 !important } " +
  ".button { background: #71c4b4 !important; color: #0c2822 !important } .box { background: #2a2825 !important } }";
const FONT = "font-family: system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; font-size: 16px; line-height: 1.5";

/** The HTML part: one column, nothing loaded from anywhere, readable in light and dark. */
export function htmlPart(letter: Letter): string {
  const name = escape(oneLine(letter.from));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(oneLine(letter.subject))}</title>
<style>${DARK}</style>
</head>
<body class="page" style="margin: 0; padding: 0; background: #fbfaf8; color: #211f1c">
<div class="page" style="max-width: 560px; margin: 0 auto; padding: 32px 16px; ${FONT}; overflow-wrap: anywhere">
<p dir="auto" style="margin: 0 0 24px; font-size: 18px; font-weight: 600">${name}</p>
${letter.blocks.map(htmlBlock).join("\n")}
<p class="soft line" dir="auto" style="margin: 32px 0 0; padding: 16px 0 0; border-top: 1px solid #e4e0d9; font-size: 13px; color: #5e5950">${
    escape(letter.footer)
  }</p>
</div>
</body>
</html>
`;
}

function htmlBlock(block: Block): string {
  switch (block.kind) {
    case "paragraph":
      return `<p dir="auto" style="margin: 0 0 16px">${escape(oneLine(block.text))}</p>`;
    case "facts":
      return `<dl class="line" style="margin: 0 0 16px; padding: 12px 0; border-top: 1px solid #e4e0d9; border-bottom: 1px solid #e4e0d9">${
        block.rows.map(([label, value]) =>
          `<dt class="soft" style="font-size: 13px; color: #5e5950">${escape(label)}</dt>` +
          `<dd dir="auto" style="margin: 0 0 8px">${escape(oneLine(value))}</dd>`
        ).join("")
      }</dl>`;
    case "link":
      return `<p style="margin: 0 0 16px">${anchor(block)}</p>`;
    case "code":
      return `<p class="soft" style="margin: 0; font-size: 13px; color: #5e5950">${escape(block.label)}</p>` +
        `<p class="box" style="margin: 0 0 16px; padding: 12px; border-radius: 7px; background: #f3f1ed; ` +
        `font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 18px">${
          escape(block.groups ?? oneLine(block.plain))
        }</p>`;
    case "quote":
      return `<blockquote class="line" dir="auto" style="margin: 0 0 16px; padding: 0 0 0 16px; border-left: 3px solid #cdc7bd">${
        lines(block.text)
      }<br><span class="soft" style="font-size: 13px; color: #5e5950">${escape(oneLine(block.by))}</span></blockquote>`;
  }
}

/** A link, or only its text when the address is not one of the web. */
function anchor({ label, url, main }: Extract<Block, { kind: "link" }>): string {
  const address = escape(oneLine(url));
  if (!/^https?:\/\//i.test(address)) return `${escape(label)}: ${address}`;
  return main
    ? `<a class="button" href="${address}" style="display: inline-block; padding: 12px 20px; border-radius: 7px; background: #1c665b; color: #ffffff; text-decoration: none; font-weight: 600">${
      escape(label)
    }</a>`
    : `<a class="link" href="${address}" style="color: #1c665b">${escape(label)}</a>`;
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

function lines(text: string): string {
  return escape(manyLines(text)).replaceAll("\n", "<br>");
}
