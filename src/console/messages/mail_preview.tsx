/** One mail as it would look today. */
import { notFound } from "../../domain/errors.ts";
import { isMailKind, type MailKind } from "../../mail/mails.ts";
import { previewMail } from "../../workflows/notifications/preview_mail.ts";
import { showPage } from "../ui/page.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { Section } from "../ui/section.tsx";
import { below } from "../ui/settings_page.tsx";
import { describeOccasion, mailName } from "./occasions.ts";

/** GET: subject, HTML and text. */
export async function mailPage(call: PageContext): Promise<Response> {
  const kind = kindOf(call);
  const name = mailName(kind);
  const mail = await previewMail(call.ctx, call.provider, kind);
  return showPage(
    call,
    {
      ...below("messages"),
      frames: true,
      title: name,
      intro: `${describeOccasion(kind)}. People, amounts and links here are made up.`,
    },
    <p class="mail-subject">
      <span class="hint">Subject</span>
      <strong>{mail.subject}</strong>
    </p>,
    <div class="mail-parts">
      <Section id="html" title="As most people see it" headClass="list-head" class="">
        <iframe class="mail" sandbox="" title={`${name}, as a mail program shows it`} src={`${call.path}/html`}>
        </iframe>
      </Section>
      <Section id="text" title="As plain text" headClass="list-head" class="">
        <pre class="code mail-text" tabindex={0} role="region" aria-label={`${name}, plain text`}>{mail.text}</pre>
      </Section>
    </div>,
    mail.attachments.length > 0 && (
      <p class="muted">
        Attached is a file that adds the class to the reader’s calendar.
      </p>
    ),
  );
}

/** GET: the mail's own HTML. Its styles are inline, so its policy allows them, and nothing else. */
export async function mailHtml(call: PageContext): Promise<Response> {
  const mail = await previewMail(call.ctx, call.provider, kindOf(call));
  return new Response(mail.html, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy":
        "default-src 'none'; style-src 'unsafe-inline'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    },
  });
}

function kindOf(call: PageContext): MailKind {
  const kind = call.c.req.param("kind") ?? "";
  if (!isMailKind(kind)) throw notFound("Message");
  return kind;
}
