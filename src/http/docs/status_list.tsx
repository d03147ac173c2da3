import { Prose } from "./prose.tsx";

/** Error statuses and what each means. */
export function StatusList({ statuses }: { statuses: { status: string; description: string }[] }) {
  return (
    <dl class="errors">
      {statuses.map(({ status, description }) => (
        <div>
          <dt>{status}</dt>
          <dd>
            <Prose text={description} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
