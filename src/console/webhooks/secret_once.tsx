/** A secret: shown this once. */
import { settingPath } from "../ui/settings_page.tsx";

export function SecretOnce({ id, secret, title }: { id: string; secret: string; title: string }) {
  return (
    <section class="notice good stack said" role="status" aria-labelledby="made" tabindex={-1}>
      <h2 id="made">{title}</h2>
      <p>
        Copy the secret now and keep it on your server: with it your system verifies that an event is from us. It is
        shown only this once.
      </p>
      <div class="secret">
        <code id="secret">{secret}</code>
        <button class="button primary" type="button" data-copy="secret" hidden>
          Copy <span class="visually-hidden">secret</span>
        </button>
      </div>
      <div class="actions">
        <a class="button quiet" href={`${settingPath("webhooks")}/${id}`}>I have stored the secret</a>
      </div>
    </section>
  );
}
