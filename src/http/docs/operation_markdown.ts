/** An operation, and the list of them, as Markdown. */
import { curl, exampleRequest } from "./example_request.ts";
import type { Field } from "./fields.ts";
import { CREDENTIALS } from "./operation_facts.tsx";
import type { PageInput } from "./page_input.ts";
import type { Operation } from "./read_document.ts";

/** One operation: all that the reference says about it. */
export function operationMarkdown(operation: Operation, input: PageInput): string {
  const { method, path, summary, description, auth, signedToken, limit, response, notModified } = operation;
  const request = exampleRequest(operation, input.values);
  return join([
    `# ${summary}`,
    `\`${method} ${path}\``,
    description,
    join([
      `- Credential: ${CREDENTIALS[auth]}${signedToken ? `, as \`${signedToken}\`` : ""}`,
      limit !== null && `- Rate limit: ${limit} a minute per client address`,
    ], "\n"),
    listFields("In the path", operation.pathFields),
    listFields("In the query", operation.queryFields),
    listFields("In the body (JSON)", operation.body ?? []),
    listFields("Headers", operation.headerFields),
    operation.example && `## Request\n\n${fence("sh", curl(operation, request, input.credentials, input.serverUrl))}`,
    `## Response ${response.status}`,
    response.description + (notModified ? " 304 without a body while the ETag in `If-None-Match` is current." : ""),
    response.example !== undefined
      ? fence("json", JSON.stringify(response.example, null, 2))
      : response.contentType && `As \`${response.contentType}\`.`,
    "## Errors",
    operation.errors.flatMap(({ status, codes }) =>
      codes.map(({ code, meaning }) => `- ${status} [\`${code}\`](/docs/errors.md#${code}): ${meaning}`)
    ).join("\n"),
  ]);
}

/** What `/docs` is as Markdown: the guides, and every operation with a link to its own page. */
export function indexMarkdown({ guides, groups }: PageInput): string {
  return join([
    "# Alera API reference",
    "Classes, seats, payments, waitlists, class packs and gift cards for studios, on the studio's own site.",
    "## Guides",
    guides.map(({ id, title, summary }) => `- [${title}](/docs/${id}.md): ${summary}`).join("\n"),
    ...groups.flatMap(({ name, description, operations }) => [
      `## ${name}`,
      description,
      operations.map(({ id, method, path, summary }) => `- [${summary}](${operationPath(id)}): \`${method} ${path}\``)
        .join("\n"),
    ]),
    "Everything here is also in the [OpenAPI document](/openapi.json).",
  ]);
}

/** Where an operation's Markdown is. */
export const operationPath = (id: string) => `/docs/operations/${id}.md`;

function listFields(title: string, fields: Field[]): string | false {
  return fields.length > 0 && join([
    `## ${title}`,
    fields.map(({ name, type, required, description }) =>
      `- \`${name}\` (${type}${required ? ", required" : ""})${description ? `: ${description}` : ""}`
    ).join("\n"),
  ]);
}

const fence = (language: string, text: string) => `\`\`\`${language}\n${text}\n\`\`\``;

function join(parts: (string | false | null)[], between = "\n\n"): string {
  return parts.filter(Boolean).join(between) + (between === "\n\n" ? "\n" : "");
}
