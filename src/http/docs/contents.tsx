import { groupId } from "./group_section.tsx";
import { GUIDE_SECTIONS } from "./guide/guide.tsx";
import type { Group } from "./read_document.ts";

export function Contents({ groups }: { groups: Group[] }) {
  return (
    <nav class="contents" aria-label="Contents">
      <ul role="list">
        {GUIDE_SECTIONS.map(({ id, title }) => (
          <li>
            <a href={`#${id}`}>{title}</a>
          </li>
        ))}
      </ul>
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
