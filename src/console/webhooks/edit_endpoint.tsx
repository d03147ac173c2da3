/** One endpoint, edited. */
import { getEndpoint } from "../../domain/webhook_endpoints.ts";
import { changeEndpoint } from "../../workflows/events/endpoints.ts";
import { Form, FormActions, FormError } from "../ui/form.tsx";
import { showPage } from "../ui/page.tsx";
import type { FormHandler } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { below, settingPath } from "../ui/settings_page.tsx";
import { EndpointFields, readEndpoint } from "./endpoint_fields.tsx";
import { hostOf } from "./endpoint_state.tsx";

export const endpointForm: FormHandler = {
  async page(call) {
    const endpoint = await getEndpoint(call.ctx.db, call.provider.id, call.id);
    return showPage(
      call,
      { ...below("webhooks"), title: `Edit ${hostOf(endpoint)}` },
      <Form call={call}>
        <FormError call={call} />
        <EndpointFields call={call} stored={endpoint} />
        <p class="muted">What still waits is sent to the new address.</p>
        <FormActions
          submit="Save"
          cancel={{ href: `${settingPath("webhooks")}/${endpoint.id}`, label: "Keep it as it is" }}
        />
      </Form>,
    );
  },
  async submit(call) {
    const { ctx, provider, id } = call;
    await getEndpoint(ctx.db, provider.id, id);
    await changeEndpoint(ctx, provider.id, id, readEndpoint(call));
    return redirect(`${settingPath("webhooks")}/${id}`, "saved");
  },
};
