/** The studio's profile. */
import { hasCheckouts } from "../../domain/checkouts.ts";
import { hasGiftCards } from "../../domain/gift_cards.ts";
import { profile } from "../../schemas/providers.ts";
import { changeProfile } from "../../workflows/account/change_profile.ts";
import { Fields, readFields } from "../ui/declared_fields.tsx";
import { Form, FormActions } from "../ui/form.tsx";
import type { FormHandler, PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { settingsPage } from "../ui/settings_page.tsx";
import { profileFields } from "./profile_fields.tsx";
import { ProfileSaved } from "./profile_saved.tsx";

export const profileForm: FormHandler = {
  async page(call) {
    return settingsPage(
      call,
      "profile",
      {},
      <ProfileSaved call={call} />,
      <Form call={call} class="stack settings-form">
        <Fields form={{ call, stored: { ...call.provider } }} fields={await fieldsOf(call)} />
        <FormActions submit="Save" />
      </Form>,
    );
  },
  async submit(call) {
    const { ctx, provider, session } = call;
    const values = readFields(call, profile, await fieldsOf(call));
    await changeProfile(ctx, provider.id, values, session.id);
    const changed = [
      values.email !== provider.email && "email",
      values.timezone !== provider.timezone && "zone",
      values.currency !== provider.currency && "currency",
    ].filter(Boolean);
    const was = values.currency === provider.currency ? "" : `?was=${provider.currency}`;
    return redirect(`/console/settings/profile${was}`, ["saved", ...changed].join("-"));
  },
};

const fieldsOf = async (call: PageContext) => {
  const { ctx: { db }, provider: { id } } = call;
  return profileFields(call, await hasCheckouts(db, id) || await hasGiftCards(db, id));
};
