/** A new key: shown this once, with a request to try it. */
import { DAY, iso } from "../../domain/time.ts";
import type { createApiKey } from "../../workflows/account/api_keys.ts";
import type { PageContext } from "../ui/page_context.ts";

export type CreatedKey = Awaited<ReturnType<typeof createApiKey>>;

export function KeyOnce({ call, created }: { call: PageContext; created: CreatedKey }) {
  return (
    <section class="notice good stack said" role="status" aria-labelledby="made" tabindex={-1}>
      <h2 id="made">Key created: {created.label}</h2>
      <p>
        {created.kind === "publishable"
          ? "Copy it now and put it into the pages of your site. It is shown only this once."
          : (
            <>
              Copy it now and keep it as <code>ALERA_API_KEY</code> on your server. It is shown only this once.
            </>
          )}
      </p>
      <div class="secret">
        <code id="key">{created.key}</code>
        <button class="button primary" type="button" data-copy="key" hidden>
          Copy <span class="visually-hidden">key</span>
        </button>
      </div>
      <h3>Try it</h3>
      <pre
        class="code"
        tabindex={0}
        role="region"
        aria-label="Example request"
        id="curl"
      ><code>{curl(call, created)}</code></pre>
      <div class="actions">
        <button class="button" type="button" data-copy="curl" hidden>Copy request</button>
        <a class="button quiet" href="/console/settings/keys">I have stored the key</a>
      </div>
    </section>
  );
}

/** A command that lists the classes of this week. */
function curl({ ctx, provider, format, nowMs }: PageContext, created: CreatedKey): string {
  const [from, to] = [nowMs, nowMs + 7 * DAY].map((at) => format.dateOf(iso(at)));
  return [
    `curl '${ctx.settings.publicUrl}/api/classes?handle=${provider.handle}&from=${from}&to=${to}' \\`,
    `  -H 'x-alera-key: ${created.key}' \\`,
    `  -H 'Origin: ${created.allowedOrigins[0]}'`,
  ].join("\n");
}
