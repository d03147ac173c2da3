/** How open seats go to who waits. */
import { waitlistSettings } from "../../schemas/providers.ts";
import { changeProfile } from "../../workflows/account/change_profile.ts";
import { checkbox, type DeclaredFields, Fields, readFields, select, whole } from "../ui/declared_fields.tsx";
import { Form, FormActions } from "../ui/form.tsx";
import type { FormHandler, PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { settingsPage } from "../ui/settings_page.tsx";

const FIELDS: DeclaredFields = {
  waitlistMode: select({
    label: "When a seat opens",
    hint:
      "Automatic: it is offered to whoever waits first, then to the next. While it is offered nobody else can book it.",
    options: [
      { value: "manual", label: "I choose who gets it" },
      { value: "automatic", label: "Offer it automatically" },
    ],
    invalid: "Choose one of the two.",
  }),
  waitlistOfferMinutes: whole({
    label: "An automatic offer lasts, minutes",
    hint: "From 30 to 1439. One that would end in the night ends in the morning.",
    least: 30,
    most: 1439,
    example: "60",
  }),
  waitlistCutoffHours: whole({
    label: "No automatic offer in the last hours before a class",
    hint: "From then on you choose who gets an open seat.",
    least: 0,
    most: 24 * 365,
    example: "2",
  }),
  waitlistUsesPacks: checkbox({
    label: "Book at once with a client’s own pack",
    hint:
      "A client who waits and has a class left on a pack is booked, one class is taken from the pack, and they are notified.",
  }),
};

const FLASH = { saved: "Saved." };

export const waitlistsForm: FormHandler = {
  page(call) {
    return settingsPage(
      call,
      "waitlists",
      { flash: FLASH },
      <CannotBePaid call={call} />,
      <Form call={call} class="stack settings-form">
        <Fields form={{ call, stored: { ...call.provider } }} fields={FIELDS} />
        <FormActions submit="Save" />
      </Form>,
    );
  },
  async submit(call) {
    const { ctx, provider, session } = call;
    await changeProfile(ctx, provider.id, readFields(call, waitlistSettings, FIELDS), session.id);
    return redirect("/console/settings/waitlists", "saved");
  },
};

/** Nobody is offered a seat that can't be paid for. */
function CannotBePaid({ call: { provider } }: { call: PageContext }) {
  if (provider.chargesEnabled) return null;
  return (
    <p class="muted">
      You can’t take payments yet, so only seats in free classes are offered.{" "}
      <a href="/console/payments">Go to payments</a>
    </p>
  );
}
