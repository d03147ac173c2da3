import { groupId } from "./group_section.tsx";
import type { Guide } from "./guides.ts";
import type { RenderedGuide } from "./markdown.ts";
import type { Group } from "./read_document.ts";

/** Links to every page of the docs. @param current the id of the guide that is shown */
function Pages({ guides, current }: { guides: Guide[]; current?: string }) {
  return (
    <ul role="list">
      {guides.map(({ id, title }) => (
        <li>
          <a href={`/docs/${id}`} aria-current={id === current ? "page" : undefined}>{title}</a>
        </li>
      ))}
      <li>
        <a href="/docs" aria-current={current ? undefined : "page"}>Reference</a>
      </li>
    </ul>
  );
}

export function ReferenceContents({ guides, groups }: { guides: Guide[]; groups: Group[] }) {
  return (
    <nav class="contents" aria-label="Contents">
      <Pages guides={guides} />
      <ul role="list">
        {groups.map(({ name, operations }) => (
          <li>
            <a href={`#${groupId(name)}`}>{name}</a>
            <ul role="list" class="operations">
              {operations.map((one) => (
                <li>
                  <a href={`#${one.id}`}>{one.summary}</a>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface GuideContentsProps {
  guides: Guide[];
  current: string;
  sections: RenderedGuide["sections"];
}

export function GuideContents({ guides, current, sections }: GuideContentsProps) {
  return (
    <nav class="contents" aria-label="Contents">
      <Pages guides={guides} current={current} />
      <ul role="list">
        {sections.map(({ id, title }) => (
          <li>
            <a href={`#${id}`}>{title}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
