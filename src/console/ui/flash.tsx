/** What a page says about itself, above its content. */
import type { Child, PropsWithChildren } from "hono/jsx";
import type { PageContext } from "./page_context.ts";

/** What a form has just done: one of `messages`, by the `done` of the address. Gets the focus. */
export function Flash({ call, messages }: { call: PageContext; messages: Record<string, Child> }) {
  const done = call.query.get("done") ?? "";
  return Object.hasOwn(messages, done) ? <Notice kind="good">{messages[done]}</Notice> : null;
}

/** A filled box: special, so at most one on a page. */
export function Notice({ kind, children }: PropsWithChildren<{ kind: "good" | "attention" }>) {
  return <div class={`notice ${kind} said`} role="status" tabindex={-1}>{children}</div>;
}
