/** Messages: every mail that goes out in the studio's name, as it would look today, and those that could not be delivered. */
import type { MailKind } from "../ports/mail.ts";
import { notFound } from "../domain/errors.ts";
import { type DeadLetter, listDeadLetters } from "../domain/outbox.ts";
import { iso } from "../domain/time.ts";
import { sendAgain } from "../workflows/notifications/deliver_messages.ts";
import { previewMail } from "../workflows/notifications/preview_mail.ts";
import { Flash } from "./ui/flash.tsx";
import { Form } from "./ui/form.tsx";
import { renderPage } from "./ui/frame.tsx";
import { Icon } from "./ui/icon.tsx";
import type { PageContext, PageRoutes } from "./ui/page_context.ts";
import { BackLink } from "./ui/page_head.tsx";
import { redirect } from "./ui/redirect.ts";
import { SettingsNav } from "./ui/settings_page.tsx";

const MESSAGES = "/console/settings/messages";
const MOST_DEAD = 100;

/** Declares the pages of the messages. */
export function messagePages(routes: PageRoutes): void {
  routes.get(MESSAGES, listPage);
  routes.post(MESSAGES, async ({ ctx, provider, form }) => {
    const id = form.whole("message");
    if (id === undefined || !Number.isSafeInteger(id)) throw notFound("Message");
    await sendAgain(ctx, provider.id, id);
    return redirect(`${MESSAGES}#undelivered`, "queued");
  });
  routes.get(`${MESSAGES}/:kind`, previewPage);
  routes.get(`${MESSAGES}/:kind/html`, previewHtml);
}

// ---------------------------------------------------------------- what there is

type To = "client" | "owner" | "old" | "named" | "buyer";

interface Occasion {
  name: string;
  /** When it is sent, after to whom. */
  when: string;
  to: To;
}

const TO: Record<To, string> = {
  client: "To the client",
  owner: "To you",
  old: "To your old address",
  named: "To whoever it is for, or else the buyer",
  buyer: "To the buyer",
};

/** Complete by its type: a new kind of mail does not compile until it is told here. */
const OCCASIONS: Record<MailKind, Occasion> = {
  booking_confirmed: { name: "Booking confirmed", when: "when a seat is booked and paid", to: "client" },
  class_reminder: {
    name: "Reminder",
    when: "a day before the class, to whoever booked earlier than that",
    to: "client",
  },
  class_moved: { name: "Class moved", when: "when you give a class another time", to: "client" },
  class_cancelled: { name: "Class cancelled", when: "when you cancel a class", to: "client" },
  booking_cancelled: { name: "Booking cancelled", when: "when the client or you cancel one booking", to: "client" },
  payment_refunded: {
    name: "Payment returned",
    when: "when money came that could buy nothing any more, and went back by itself",
    to: "client",
  },
  waitlist_joined: { name: "On the waitlist", when: "when somebody joins the waitlist of a full class", to: "client" },
  waitlist_promoted: { name: "A seat for you", when: "when you promote somebody to a paid seat", to: "client" },
  waitlist_closed: { name: "Waitlist closed", when: "when you cancel a class that people wait for", to: "client" },
  pack_bought: { name: "Pack bought", when: "when a pack is paid", to: "client" },
  gift_card: { name: "Gift card", when: "with the code, when a gift card is paid", to: "named" },
  gift_card_receipt: { name: "Gift card receipt", when: "when the card was mailed to somebody else", to: "buyer" },
  post_visit: { name: "Thank you", when: "with the link for a tip, when you complete an appointment", to: "client" },
  signin_link: { name: "Sign-in link for a client", when: "when a client asks for it on your site", to: "client" },
  seat_opened: { name: "A seat opened", when: "when a seat opens and somebody waits for it", to: "owner" },
  tip_received: { name: "Tip received", when: "when a client has left a tip", to: "owner" },
  refund_failed: { name: "Refund failed", when: "when a bank sends a refund back", to: "owner" },
  refund_stuck: { name: "Refund needs you", when: "when Stripe does not let a refund through", to: "owner" },
  dispute_opened: { name: "Payment disputed", when: "when a client’s bank asks for a payment back", to: "owner" },
  owner_signin_link: { name: "Sign-in link for you", when: "when you sign in to this console", to: "owner" },
  owner_email_changed: {
    name: "Your email was changed",
    when: "when you change it in your profile",
    to: "old",
  },
};

const GROUPS: { title: string; kinds: MailKind[] }[] = [
  {
    title: "Bookings",
    kinds: [
      "booking_confirmed",
      "class_reminder",
      "class_moved",
      "class_cancelled",
      "booking_cancelled",
      "payment_refunded",
    ],
  },
  { title: "Waitlist", kinds: ["waitlist_joined", "waitlist_promoted", "waitlist_closed"] },
  {
    title: "Packs, gift cards and visits",
    kinds: ["pack_bought", "gift_card", "gift_card_receipt", "post_visit", "signin_link"],
  },
  {
    title: "To you",
    kinds: [
      "seat_opened",
      "tip_received",
      "refund_failed",
      "refund_stuck",
      "dispute_opened",
      "owner_signin_link",
      "owner_email_changed",
    ],
  },
];

/** Texts have the kind of their mail behind `text_`. */
function nameOf(kind: string): string {
  const mail = kind.replace(/^text_/, "");
  return isKind(mail) ? OCCASIONS[mail].name : mail.replaceAll("_", " ");
}

/** `To the client, when a seat is booked and paid` */
const lineOf = (kind: MailKind) => `${TO[OCCASIONS[kind].to]}, ${OCCASIONS[kind].when}`;

function isKind(kind: string): kind is MailKind {
  return Object.hasOwn(OCCASIONS, kind);
}

// ---------------------------------------------------------------- the list

async function listPage(call: PageContext): Promise<Response> {
  const { ctx, provider } = call;
  const dead = await listDeadLetters(ctx.db, provider.id, MOST_DEAD);
  return renderPage(
    call,
    { title: "Messages", tab: "settings", narrow: true },
    <>
      <SettingsNav at="messages" />
      <div class="page-head">
        <h1>Messages</h1>
        <p class="muted">
          The mails Alera sends in your studio’s name. Open one to see it as it would look today. Clients’ answers go to
          {" "}
          {provider.email}.
        </p>
      </div>
      <Flash
        call={call}
        messages={{ queued: "It is on its way again. If it can’t be delivered, it comes back here." }}
      />
      {GROUPS.map(({ title, kinds }, index) => (
        <section class={index ? "section" : undefined} aria-labelledby={`group-${index}`}>
          <h2 id={`group-${index}`} class="list-head">{title}</h2>
          <ul class="setting-list" role="list">
            {kinds.map((kind) => (
              <li>
                <a href={`${MESSAGES}/${kind}`}>
                  <span class="name">{OCCASIONS[kind].name}</span>
                  <span class="sub">{lineOf(kind)}</span>
                  <Icon name="right" />
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
      <section class="section" aria-labelledby="undelivered">
        <h2 id="undelivered" class="list-head">Could not be delivered</h2>
        {dead.length
          ? <ul class="people" role="list">{dead.map((one) => <DeadRow call={call} of={one} />)}</ul>
          : <p class="muted">Nothing: all that was to be sent was taken by a mail server, or is being tried.</p>}
      </section>
    </>,
  );
}

function DeadRow({ call, of }: { call: PageContext; of: DeadLetter }) {
  const { format, provider } = call;
  const tooLate = of.goodUntil !== null && of.goodUntil <= iso(call.nowMs);
  const to = of.clientName !== null
    ? <a href={`/console/clients/${of.clientId}`}>{of.clientName}</a>
    : of.recipient === provider.email
    ? "you"
    : of.recipient;
  return (
    <li class="person">
      <div class="who">
        <strong>{nameOf(of.kind)}</strong>
        {of.channel === "text"
          ? (
            <>
              {" "}
              <span class="tag">Text</span>
            </>
          )
          : null}
        <span class="sub">
          To {to}
          {of.clientName !== null ? `, ${of.recipient}` : ""} ·{" "}
          <time datetime={of.createdAt}>{format.dateTime(of.createdAt)}</time>
        </span>
        <span class="note">{of.lastError ?? "No reason was given."}</span>
      </div>
      {tooLate ? <span class="tag">Too late to send</span> : (
        <Form call={call} action={MESSAGES} class="actions">
          <button class="button" type="submit" name="message" value={String(of.id)}>
            Send again<span class="visually-hidden">: {nameOf(of.kind)}</span>
          </button>
        </Form>
      )}
    </li>
  );
}

// ---------------------------------------------------------------- one mail

function kindOf(call: PageContext): MailKind {
  const kind = call.c.req.param("kind") ?? "";
  if (!isKind(kind)) throw notFound("Message");
  return kind;
}

async function previewPage(call: PageContext): Promise<Response> {
  const kind = kindOf(call);
  const { name } = OCCASIONS[kind];
  const mail = await previewMail(call.ctx, call.provider, kind);
  return renderPage(
    call,
    { title: name, tab: "settings", narrow: true, frames: true },
    <>
      <BackLink href={MESSAGES} label="Messages" />
      <div class="page-head">
        <h1>{name}</h1>
        <p class="muted">
          {lineOf(kind)}. People, amounts and links here are made up.
        </p>
      </div>
      <p class="mail-subject">
        <span class="hint">Subject</span>
        <strong>{mail.subject}</strong>
      </p>
      <div class="mail-parts">
        <section aria-labelledby="html">
          <h2 id="html" class="list-head">As most people see it</h2>
          <iframe
            class="mail"
            sandbox=""
            title={`${name}, as a mail program shows it`}
            src={`${MESSAGES}/${kind}/html`}
          >
          </iframe>
        </section>
        <section aria-labelledby="text">
          <h2 id="text" class="list-head">As plain text</h2>
          <pre class="code mail-text" tabindex={0} role="region" aria-label={`${name}, plain text`}>{mail.text}</pre>
        </section>
      </div>
      {mail.attachments.length
        ? <p class="muted">With it goes a file that puts the class into the reader’s calendar.</p>
        : null}
    </>,
  );
}

/** The mail's own HTML. Its styles stand on its elements, so its policy is its own: styles, and nothing else. */
async function previewHtml(call: PageContext): Promise<Response> {
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
