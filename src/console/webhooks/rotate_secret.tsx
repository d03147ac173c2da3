/** A new secret for an endpoint. */
import { DAY, iso } from "../../domain/time.ts";
import { getEndpoint } from "../../domain/webhook_endpoints.ts";
import { rotateSecret } from "../../workflows/events/endpoints.ts";
import { confirmPage } from "../ui/confirm_page.tsx";
import { showPage } from "../ui/page.tsx";
import type { FormHandler } from "../ui/page_context.ts";
import { below, settingPath } from "../ui/settings_page.tsx";
import { hostOf } from "./endpoint_state.tsx";
import { SecretOnce } from "./secret_once.tsx";

export const rotateEndpoint: FormHandler = {
  async page(call) {
    const endpoint = await getEndpoint(call.ctx.db, call.provider.id, call.id);
    return confirmPage(
      call,
      {
        ...below("webhooks"),
        title: `Rotate the secret of ${hostOf(endpoint)}`,
        question: `Rotate the secret of ${hostOf(endpoint)}?`,
        confirm: "Make a new secret",
        keep: { href: `${settingPath("webhooks")}/${endpoint.id}`, label: "Keep secret" },
      },
      <p>
        You get a new secret, shown once. For 24 hours every event is signed with both, so nothing is lost while you
        change it. On {call.format.dateTime(iso(call.nowMs + DAY))} the old one ends.
      </p>,
    );
  },
  async submit(call) {
    const { ctx, provider, id, once } = call;
    await getEndpoint(ctx.db, provider.id, id);
    const rotated = await once(() => rotateSecret(ctx, provider.id, id));
    return showPage(
      call,
      { ...below("webhooks"), title: hostOf(rotated) },
      <SecretOnce id={id} secret={rotated.secret} title="New secret" />,
      <p class="visually-hidden" id="copied" aria-live="polite"></p>,
    );
  },
};
