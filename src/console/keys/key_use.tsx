/** When a key was used. */
import type { KeyRecord } from "../../domain/api_keys.ts";
import type { PageContext } from "../ui/page_context.ts";

export function Ago({ call: { format }, at }: { call: PageContext; at: string }) {
  return <time datetime={at} title={format.dateTime(at)}>{format.ago(at)}</time>;
}

export function LastUsed({ call, of }: { call: PageContext; of: KeyRecord }) {
  if (!of.lastUsedAt) return <>Not used yet</>;
  return (
    <>
      Last used <Ago call={call} at={of.lastUsedAt} />
    </>
  );
}
