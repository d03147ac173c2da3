/** A key that is revoked: nothing is left to do with it. */
import type { KeyRecord } from "../../domain/api_keys.ts";
import { renderPage } from "../ui/frame.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { BackLink } from "../ui/page_head.tsx";
import { IN_SETTINGS } from "../ui/settings_page.tsx";

const KEYS = "/console/settings/keys";

/** Shows it instead of its form. */
export function revokedKeyPage(call: PageContext, key: KeyRecord, status?: number): Response {
  return renderPage(
    call,
    { ...IN_SETTINGS, title: key.label },
    <>
      <BackLink href={KEYS} label="API keys" />
      <div class="stack" data-dialog-body>
        <h1>{key.label}</h1>
        <p>This key was revoked {call.format.ago(key.revokedAt!)}. No site can use it any more.</p>
        <div class="actions">
          <a class="button" href={`${KEYS}#create`} data-keep>Create a new key</a>
        </div>
      </div>
    </>,
    status,
  );
}
