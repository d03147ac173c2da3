/** The fields of a key: its name, and the sites that may use it. */
import type { KeyRecord } from "../../domain/api_keys.ts";
import { Choice, Field } from "../ui/field.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { type Site, sitesOf } from "./key_form.ts";

/** @param submit label of the form's own button */
export function KeyFields({ call, stored, submit }: { call: PageContext; stored?: KeyRecord; submit: string }) {
  const sites = sitesOf(call, stored?.allowedOrigins);
  const problem = call.refused?.errors.sites;
  return (
    <>
      {/* Enter in a field presses the first button of a form: it must be this one, not "Remove". */}
      <button class="visually-hidden default-button" type="submit" tabindex={-1} aria-hidden="true">{submit}</button>
      <Field
        form={{ call, stored: { label: stored?.label } }}
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
        {sites.map((site, index) => <SiteRow site={site} index={index} only={sites.length === 1} />)}
        {problem && <p class="error" role="alert">{problem}</p>}
        <button class="button" type="submit" name="add" value="1">Add another site</button>
      </fieldset>
    </>
  );
}

/** Of a new key: where it will be. A key's kind never changes. */
export function KindField({ call: { form } }: { call: PageContext }) {
  const publishable = form.text("kind") === "publishable";
  return (
    <fieldset class="field">
      <legend>Where it will be</legend>
      <Choice
        type="radio"
        name="kind"
        value="secret"
        label="On your site’s server"
        hint="A secret key: never in a page or an app."
        checked={!publishable}
      />
      <Choice
        type="radio"
        name="kind"
        value="publishable"
        label="In the pages of your site"
        hint="A publishable key: it shows classes and starts bookings, from the sites above only."
        checked={publishable}
      />
    </fieldset>
  );
}

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
        autocapitalize="off"
        autocomplete="off"
        spellcheck={false}
        autofocus={focus && !advice ? true : undefined}
      />
      {!only && (
        <button class="button quiet" type="submit" name="remove" value={String(index)}>
          Remove<span class="visually-hidden">{` site ${number}`}</span>
        </button>
      )}
      {advice && (
        <div class="error" id={`site-${number}-error`}>
          {advice.says}
          {advice.use && <Correction use={advice.use} index={index} />}
        </div>
      )}
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
