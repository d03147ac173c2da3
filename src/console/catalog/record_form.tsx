/** The form of a record that the studio offers, new or stored. */
import type { z } from "@hono/zod-openapi";
import { type DeclaredFields, readFields } from "../ui/declared_fields.tsx";
import { formPage } from "../ui/form_page.tsx";
import type { FormHandler, PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { below, type Setting, settingPath } from "../ui/settings_page.tsx";

interface RecordForm<S extends z.ZodType> {
  /** The page that lists them. */
  list: Setting;
  /** What one is, such as `pack`. */
  noun: string;
  schema: S;
  fields: (call: PageContext) => DeclaredFields;
  /** The stored record. @throws DomainError not_found */
  find: (call: PageContext) => Promise<{ name: string }>;
  /** What a new one begins with. */
  first?: object;
  /** Under the title of a new one, and of a stored one. */
  intro: [created: string | undefined, stored: string];
  save?: string;
  /** Creates one; where it leads then. */
  create?: (call: PageContext, values: z.output<S>) => Promise<Response>;
  change: (call: PageContext, values: z.output<S>) => Promise<unknown>;
}

/** The form at `…/new` and at `…/:id`. */
export const recordForm = <S extends z.ZodType>(of: RecordForm<S>): FormHandler => ({
  async page(call) {
    const stored = call.id ? await of.find(call) : null;
    return formPage(call, {
      ...below(of.list),
      title: stored?.name ?? `New ${of.noun}`,
      intro: of.intro[stored ? 1 : 0],
      formClass: "stack settings-form",
      fields: of.fields(call),
      stored: stored ?? of.first,
      submit: stored ? of.save ?? "Save" : `Create ${of.noun}`,
      cancel: { href: settingPath(of.list), label: stored ? "Leave it as it is" : "Not now" },
    });
  },
  async submit(call) {
    const values = readFields(call, of.schema, of.fields(call));
    if (!call.id) return await of.create!(call, values);
    await of.change(call, values);
    return redirect(settingPath(of.list), "saved");
  },
});
