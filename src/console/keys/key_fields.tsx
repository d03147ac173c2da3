/** The fields of a key: its name, and the sites that may use it. */
import { Field } from "../ui/field.tsx";
import { FormError } from "../ui/form.tsx";
import type { PageContext } from "../ui/page_context.ts";
import type { KeyForm, Site } from "./key_form.ts";

/** @param submit label of the form's own button */
export function KeyFields(
  { call, of, label, submit }: { call: PageContext; of: KeyForm; label: string; submit: string },
) {
  return (
    <>
      <FormError errors={of.errors} />
      {/* Enter in a field presses the first button of a form: it must be this one, not "Remove". */}
      <button class="visually-hidden default-button" type="submit" tabindex={-1} aria-hidden="true">{submit}</button>
      <Field
        form={{ call, stored: { label }, errors: of.errors }}
        name="label"
        label="Name"
        hint="So you know later which site uses it."
        maxlength={120}
        autocomplete="off"
      />
      <fieldset class="field" aria-describedby="sites-hint">
        <legend>Sites that may use it</legend>
        <p class="hint" id="sites-hint">
          The address up to the name, with https and without a path. Links in some mails, such as the one for tips, lead
          to the first site of your newest key.
        </p>
        {of.sites.map((site, index) => <SiteRow site={site} index={index} only={of.sites.length === 1} />)}
        {of.errors?.sites ? <p class="error" role="alert">{of.errors.sites}</p> : null}
        <button class="button" type="submit" name="add" value="1">Add another site</button>
      </fieldset>
    </>
  );
}

const AS_TYPED: Record<string, string> = { autocapitalize: "off", autocomplete: "off", spellcheck: "false" };

function SiteRow({ site: { text, advice, focus }, index, only }: { site: Site; index: number; only: boolean }) {
  const number = index + 1;
  return (
    <div class="origin">
      <input
        class="input"
        type="url"
        inputmode="url"
        name="origin"
        value={text}
        aria-label={`Site ${number}`}
        aria-invalid={advice ? "true" : undefined}
        aria-describedby={advice ? `site-${number}-error` : undefined}
        {...AS_TYPED}
        autofocus={focus && !advice ? true : undefined}
      />
      {only ? null : (
        <button class="button quiet" type="submit" name="remove" value={String(index)}>
          Remove<span class="visually-hidden">{` site ${number}`}</span>
        </button>
      )}
      {advice
        ? (
          <div class="error" id={`site-${number}-error`}>
            {advice.says}
            {advice.use ? <Correction use={advice.use} index={index} /> : null}
          </div>
        )
        : null}
    </div>
  );
}

function Correction({ use, index }: { use: string; index: number }) {
  return (
    <>
      <br />
      <button class="button" type="submit" name="fix" value={String(index)}>Use {use}</button>
    </>
  );
}
