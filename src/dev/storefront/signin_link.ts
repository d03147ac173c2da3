import type { Api } from "./api.ts";
import type { Form } from "./form.ts";
import { refusedForm } from "./posted_form.ts";

/** Asks for a link that signs in. @returns the form when it was refused, else null */
export async function mailSigninLink(api: Api, values: Form["values"]): Promise<Form | null> {
  try {
    await api.mailSigninLink(values.email ?? "");
    return null;
  } catch (error) {
    return refusedForm(error, values);
  }
}
