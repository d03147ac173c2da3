import { OperationArticle } from "./operation_article.tsx";
import type { PageInput } from "./page_input.ts";
import type { Group } from "./read_document.ts";

/** The id of a group's heading. */
export const groupId = (name: string) => `group-${name.toLowerCase()}`;

export function GroupSection({ group, input }: { group: Group; input: PageInput }) {
  const id = groupId(group.name);
  return (
    <section class="section" aria-labelledby={id}>
      <h2 id={id}>{group.name}</h2>
      <p class="muted">{group.description}</p>
      <ul role="list" class="jump">
        {group.operations.map((one) => (
          <li>
            <a href={`#${one.id}`}>{one.summary}</a>
          </li>
        ))}
      </ul>
      {group.operations.map((operation) => <OperationArticle key={operation.id} operation={operation} input={input} />)}
    </section>
  );
}
