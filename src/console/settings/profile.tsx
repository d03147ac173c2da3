/** The studio's profile. */
import { hasCheckouts } from "../../domain/checkouts.ts";
import { profile } from "../../schemas/providers.ts";
import { changeProfile } from "../../workflows/account/change_profile.ts";
import { Fields, readFields } from "../ui/declared_fields.tsx";
import { Form, FormActions, FormError } from "../ui/form.tsx";
import type { Errors } from "../ui/form_errors.ts";
import type { PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { settingsPage } from "../ui/settings_page.tsx";
import { profileFields } from "./profile_fields.tsx";
import { ProfileSaved } from "./profile_saved.tsx";

const PROFILE = "/console/settings/profile";

/** GET: the form. */
export const profilePage = (call: PageContext) => showForm(call);

/** POST: saves it. */
export async function saveProfile(call: PageContext): Promise<Response> {
  const { ctx, provider } = call;
  const { values, errors } = readFields(call, profile, profileFields(call, await isCurrencyFixed(call)));
  if (errors) return await showForm(call, explain(errors));
  await changeProfile(ctx, provider.id, values, call.session.id);
  const changed = [
    values.email !== provider.email && "email",
    values.timezone !== provider.timezone && "zone",
    values.currency !== provider.currency && "currency",
  ].filter(Boolean);
  const was = values.currency === provider.currency ? "" : `?was=${provider.currency}`;
  return redirect(PROFILE + was, ["saved", ...changed].join("-"));
}

const isCurrencyFixed = ({ ctx, provider }: PageContext) => hasCheckouts(ctx.db, provider.id);

async function showForm(call: PageContext, errors?: Errors): Promise<Response> {
  const fields = profileFields(call, await isCurrencyFixed(call));
  return settingsPage(
    call,
    "profile",
    { status: errors ? 400 : 200 },
    <>
      <ProfileSaved call={call} />
      <Form call={call} action={PROFILE} class="stack settings-form">
        <FormError errors={errors} />
        <Fields form={{ call, stored: { ...call.provider }, errors }} fields={fields} />
        <FormActions submit="Save" />
      </Form>
    </>,
  );
}

/** The schema's messages are for developers. */
function explain(errors: Errors): Errors {
  const plain: Errors = {
    email: "This address is not complete: name@studio.com.",
    timezone: "Choose a time zone from the list.",
    currency: "Choose a currency from the list.",
  };
  return Object.fromEntries(
    Object.entries(errors).map(([name, error]) => [name, error === "Fill this in." ? error : plain[name] ?? error]),
  );
}
