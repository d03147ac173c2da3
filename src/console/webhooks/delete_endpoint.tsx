/** Deleting an endpoint. */
import { getEndpoint } from "../../domain/webhook_endpoints.ts";
import { removeEndpoint } from "../../workflows/events/endpoints.ts";
import { confirmPage } from "../ui/confirm_page.tsx";
import type { FormHandler } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { below, settingPath } from "../ui/settings_page.tsx";
import { addressOf, hostOf } from "./endpoint_state.tsx";

export const deleteEndpoint: FormHandler = {
  async page(call) {
    const endpoint = await getEndpoint(call.ctx.db, call.provider.id, call.id);
    return confirmPage(
      call,
      {
        ...below("webhooks"),
        title: `Delete ${hostOf(endpoint)}`,
        question: `Delete the endpoint ${hostOf(endpoint)}?`,
        confirm: "Delete endpoint",
        keep: { href: `${settingPath("webhooks")}/${endpoint.id}`, label: "Keep endpoint" },
      },
      <p>
        Nothing is sent to <code>{addressOf(endpoint)}</code>{" "}
        any more, and what became of its deliveries is forgotten. To stop it for a while, turn it off instead.
      </p>,
    );
  },
  async submit({ ctx, provider, id }) {
    await removeEndpoint(ctx, provider.id, id);
    return redirect(settingPath("webhooks"), "deleted");
  },
};
