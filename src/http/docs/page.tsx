/** The reference as one page of HTML, made from the OpenAPI document and readable without script. */
import { ReferenceContents } from "./contents.tsx";
import { GroupSection } from "./group_section.tsx";
import { Introduction } from "./introduction.tsx";
import { Layout } from "./layout.tsx";
import type { PageInput } from "./page_input.ts";

/** The whole reference as one HTML document. */
export function renderPage(input: PageInput): string {
  const { groups, guides, version, trying } = input;
  return String(
    <Layout
      title="Alera API reference"
      version={version}
      markdown="/docs.md"
      contents={<ReferenceContents guides={guides} groups={groups} />}
    >
      <Introduction guides={guides} trying={trying} />
      {groups.map((group) => <GroupSection key={group.name} group={group} input={input} />)}
    </Layout>,
  );
}
