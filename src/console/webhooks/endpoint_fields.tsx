/** The fields of an endpoint: its address, and which events it gets. */
import { EVENT_TYPES } from "../../domain/events.ts";
import type { WebhookEndpoint } from "../../domain/webhook_endpoints.ts";
import { newEndpoint } from "../../schemas/webhook_endpoints.ts";
import { Choice, Field } from "../ui/field.tsx";
import { check } from "../ui/form_errors.ts";
import type { PageContext } from "../ui/page_context.ts";

export function EndpointFields({ call, stored }: { call: PageContext; stored?: WebhookEndpoint }) {
  const sent = call.form.has("once");
  const chosen: string[] = sent ? call.form.all("type") : stored?.types ?? ["*"];
  const problem = call.refused?.errors.types;
  return (
    <>
      <Field
        form={{ call, stored: { url: stored?.url } }}
        name="url"
        label="Address"
        type="url"
        inputmode="url"
        maxlength={2000}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        hint="Where your system listens. It begins with https."
      />
      <Field
        form={{ call, stored: { description: stored?.description } }}
        name="description"
        label="Note (optional)"
        maxlength={200}
        autocomplete="off"
        hint="So you know later what it is for."
      />
      <fieldset class="field" aria-describedby={problem ? "types-error" : undefined}>
        <legend>Events</legend>
        {problem && <p class="error" id="types-error" role="alert">{problem}</p>}
        <Choice
          type="checkbox"
          name="type"
          value="*"
          label="All events, also those to come"
          checked={chosen.includes("*")}
        />
        <details open={!chosen.includes("*")}>
          <summary>Only some</summary>
          {EVENT_TYPES.map((one) => (
            <Choice type="checkbox" name="type" value={one} label={<code>{one}</code>} checked={chosen.includes(one)} />
          ))}
        </details>
      </fieldset>
    </>
  );
}

/** What was sent. @throws Refusal */
export function readEndpoint({ form }: PageContext) {
  const description = form.text("description") || null;
  return check(newEndpoint, { url: form.text("url"), types: form.all("type"), description });
}
