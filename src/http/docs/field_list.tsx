import { Prose } from "./prose.tsx";
import type { Field } from "./fields.ts";

export function FieldList({ title, fields }: { title: string; fields: Field[] }) {
  if (fields.length === 0) return null;
  return (
    <>
      <h4>{title}</h4>
      <ul role="list" class="fields">
        {fields.map(({ name, type, required, description }) => (
          <li>
            <p>
              <code class="field-name">{name}</code> <span class="muted">{type}</span>
              {required && (
                <>
                  {" "}
                  <span class="tag">required</span>
                </>
              )}
            </p>
            {description && (
              <p class="muted">
                <Prose text={description} />
              </p>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
