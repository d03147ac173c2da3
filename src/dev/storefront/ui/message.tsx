import type { Child } from "hono/jsx";
import { Page } from "./page.tsx";

interface MessageProps {
  title: string;
  current?: string;
  children?: Child;
}

/** A page that says one thing: what happened, and what comes next. */
export function Message({ title, current, children }: MessageProps) {
  return (
    <Page title={title} current={current} narrow>
      <div class="stack">
        <h1>{title}</h1>
        {children}
      </div>
    </Page>
  );
}
