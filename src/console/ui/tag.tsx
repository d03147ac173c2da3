/** A short label behind a name: `New`, `No-show`. */
import type { PropsWithChildren } from "hono/jsx";

export function Tag({ kind, children }: PropsWithChildren<{ kind?: "good" | "attention" | "bad" }>) {
  return <span class={kind ? `tag ${kind}` : "tag"}>{children}</span>;
}
