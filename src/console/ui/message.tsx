/** One thing that is said, and the way on from it. */
import type { PropsWithChildren } from "hono/jsx";
import type { Link } from "./page_head.tsx";

/** Closes the dialog, where it is one. */
export function Message({ title, link, children }: PropsWithChildren<{ title: unknown; link: Link }>) {
  return (
    <div class="stack">
      <h1>{title}</h1>
      <p>{children}</p>
      <a class="button" href={link.href} data-keep>{link.label}</a>
    </div>
  );
}
