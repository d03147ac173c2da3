/** `/llms.txt`, by llmstxt.org: what a program that reads these docs should know first, and where the rest is. */
import { operationPath } from "./operation_markdown.ts";
import type { PageInput } from "./page_input.ts";

/** What an owner's programs and Stripe call: a site needs none of it. */
const OPTIONAL = ["Management", "Webhooks"];

/** Its text. Every address is whole. */
export function llmsText({ guides, groups, serverUrl }: PageInput): string {
  const link = (title: string, path: string, note: string) => `- [${title}](${serverUrl}${path}): ${note}`;
  const operations = (wanted: (name: string) => boolean) =>
    groups.filter(({ name }) => wanted(name)).flatMap((group) => group.operations)
      .map(({ id, summary, method, path }) => link(summary, operationPath(id), `\`${method} ${path}\``));
  const guide = (id: string) => guides.find((one) => one.id === id)!;
  return [
    "# Alera",
    "",
    "> Booking engine for studios (Pilates, yoga, dance, coaching): classes, seats, payments by Stripe, waitlists, class packs, gift " +
    "cards, tips and a customer portal, by a REST API, on the studio's own site.",
    "",
    "- A site's server sends its secret key in `x-alera-key` and its own origin in `Origin`; a page sends a publishable key instead.",
    "- Times are ISO 8601 in UTC, money is integer cents in the studio's currency.",
    "- Every error is JSON with `error`, for people, and `code`, for programs. Every POST takes an `Idempotency-Key`.",
    "- Every page under `/docs` is Markdown too: with `.md` at its end, or asked for with `Accept: text/markdown`.",
    "",
    "## Guides",
    "",
    ...guides.map(({ id, title, summary }) => link(title, `/docs/${id}.md`, summary)),
    "",
    "## Reference",
    "",
    link("OpenAPI document", "/openapi.json", "OpenAPI 3.1, made from the schemas that validate"),
    link("Error codes", "/docs/errors.md", guide("errors").summary),
    link("All operations", "/docs.md", "the list of them"),
    "",
    "## Operations",
    "",
    ...operations((name) => !OPTIONAL.includes(name)),
    "",
    "## Optional",
    "",
    ...operations((name) => OPTIONAL.includes(name)),
    "",
  ].join("\n");
}
