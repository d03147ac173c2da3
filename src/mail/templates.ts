/** What every mail says. One entry per kind of mail; how it looks is in mail_layout.ts. */
import type { CalendarWriter } from "../ports/calendar.ts";
import type { MailBrand, MailClass, MailData, MailKind, MailMessage, RenderedMail } from "../ports/mail.ts";
import { formatMoney, plainSpaces } from "../domain/money.ts";
import {
  type Block,
  button,
  code,
  facts,
  htmlPart,
  type Letter,
  link,
  oneLine,
  paragraph,
  quote,
  textPart,
} from "./layout.ts";

/** Mails to the studio's owner; all others go to customers. */
const TO_OWNER: ReadonlySet<MailKind> = new Set<MailKind>([
  "seat_opened",
  "tip_received",
  "refund_failed",
  "refund_stuck",
  "dispute_opened",
  "owner_signin_link",
  "owner_email_changed",
]);

/** Whether this kind of mail goes to the studio's owner, who has nobody to answer to. */
export function isToOwner(kind: MailKind): boolean {
  return TO_OWNER.has(kind);
}

/** What a template gives: the words, and the class for the reader's calendar. */
interface Draft {
  subject: string;
  blocks: Block[];
  calendar?: CalendarEntry;
}

interface CalendarEntry {
  enrollmentId: string;
  class: MailClass;
  cancelled: boolean;
  sequence: number;
  changedAt: string;
}

/** The studio's way of writing, and the address of its console. */
interface Voice extends MailBrand {
  consoleUrl: string;
}

/**
 * Writes a mail. The same mail always gives the same text.
 *
 * @param publicUrl origin of this server, where the owner's console is
 * @throws RangeError when the brand's time zone or currency is not one
 */
export function renderMail<K extends MailKind>(
  mail: MailMessage<K>,
  calendar: CalendarWriter,
  publicUrl: string,
): RenderedMail {
  const { brand } = mail;
  const voice = { ...brand, consoleUrl: `${publicUrl.replace(/\/+$/, "")}/console` };
  const draft = TEMPLATES[mail.kind](mail.data, voice);
  const letter: Letter = {
    from: brand.studioName,
    subject: oneLine(draft.subject),
    blocks: draft.blocks,
    footer: isToOwner(mail.kind)
      ? `For the owner of ${oneLine(brand.studioName)}`
      : "Questions? Just answer this mail.",
  };
  return {
    subject: letter.subject,
    text: textPart(letter),
    html: htmlPart(letter),
    attachments: draft.calendar ? [calendarFile(draft.calendar, brand, calendar)] : [],
  };
}

function calendarFile(
  entry: CalendarEntry,
  brand: MailBrand,
  calendar: CalendarWriter,
): RenderedMail["attachments"][number] {
  const startsAt = Date.parse(entry.class.scheduledAt);
  const content = calendar.write({
    name: brand.studioName,
    timezone: brand.timezone,
    refresh: false,
    events: [{
      id: entry.enrollmentId,
      summary: entry.class.name,
      description: entry.class.instructor ? `With ${entry.class.instructor}` : null,
      startsAt: entry.class.scheduledAt,
      endsAt: new Date(startsAt + entry.class.durationMin * 60_000).toISOString(),
      cancelled: entry.cancelled,
      sequence: entry.sequence,
      createdAt: entry.changedAt,
      changedAt: entry.changedAt,
    }],
  });
  return { filename: "class.ics", contentType: "text/calendar; charset=utf-8; method=PUBLISH", content };
}

// ---------------------------------------------------------------- the mails

const TEMPLATES: { [K in MailKind]: (data: MailData[K], voice: Voice) => Draft } = {
  booking_confirmed(data, voice) {
    const paid = { free: null, card: money(data.paidCents, voice), credit: "1 class from your pack" }[data.paidWith];
    return {
      subject: `You’re booked: ${data.class.name}, ${shortly(data.class.scheduledAt, voice)}`,
      blocks: [
        hello(data.name),
        paragraph("Your seat is booked. See you there."),
        classFacts(data.class, voice, ["Paid", paid]),
        paragraph("The file with this mail puts the class into your calendar."),
        paragraph(`Can’t make it? ${cancelRule(data.paidWith, data.cancelWindowHours)}`),
        ...cancelLink(data),
        ...(data.portalUrl ? [link("See all your bookings", data.portalUrl)] : []),
      ],
      calendar: { ...data, cancelled: false },
    };
  },

  booking_cancelled(data, voice) {
    const manual = data.manualRefundCents ?? 0;
    const lost = data.lateCancel && data.refundedCents === 0 && !data.creditReturned && manual === 0;
    return {
      subject: `Cancelled: ${data.class.name}, ${shortly(data.class.scheduledAt, voice)}`,
      blocks: [
        hello(data.name),
        paragraph(data.byStudio ? "We had to cancel your booking." : "Your booking is cancelled."),
        classFacts(data.class, voice),
        ...givenBack(data.refundedCents, data.creditReturned, voice),
        ...(manual > 0
          ? [paragraph(`We have paid ${money(manual, voice)} back to you ourselves, so nothing goes to your card.`)]
          : []),
        ...(lost
          ? [paragraph(`It was less than ${hours(data.cancelWindowHours)} to the class, so nothing is paid back.`)]
          : []),
      ],
      calendar: { ...data, cancelled: true },
    };
  },

  payment_refunded(data, voice) {
    const why = {
      seat_gone: `Your payment for ${data.what} arrived after the booking had ended, so all of it goes back to you.`,
      class_cancelled: `${data.what} is cancelled, so your payment goes back to you.`,
      booking_cancelled:
        `Your booking of ${data.what} was cancelled before your payment came in, so it goes back to you.`,
      tip_already_collected: `You had already left a tip for ${data.what}, so this second one goes back to you.`,
    }[data.reason];
    return {
      subject: `Your money back: ${money(data.amountCents, voice)} for ${data.what}`,
      blocks: [hello(data.name), paragraph(why), ...givenBack(data.amountCents, false, voice)],
    };
  },

  class_cancelled: (data, voice) => ({
    subject: `${data.class.name} on ${shortly(data.class.scheduledAt, voice)} is cancelled`,
    blocks: [
      hello(data.name),
      paragraph("We are sorry: this class can’t take place."),
      ...ownWords(data.message, voice),
      classFacts(data.class, voice),
      ...givenBack(data.refundCents, data.creditReturned, voice),
    ],
    calendar: { ...data, cancelled: true },
  }),

  class_moved: (data, voice) => ({
    subject: `New time for ${data.class.name}: ${shortly(data.class.scheduledAt, voice)}`,
    blocks: [
      hello(data.name),
      paragraph("Your class has moved. You keep your seat."),
      facts(
        ["Class", data.class.name],
        ["New time", span(data.class, voice)],
        ["Old time", moment(data.previousScheduledAt, voice)],
        ["With", data.class.instructor],
      ),
      paragraph("The file with this mail puts the new time into your calendar."),
      paragraph("The new time does not suit you? You can give your seat back here."),
      ...cancelLink(data),
    ],
    calendar: { ...data, cancelled: false },
  }),

  class_reminder: (data, voice) => ({
    subject: `See you soon: ${data.class.name}, ${shortly(data.class.scheduledAt, voice)}`,
    blocks: [
      hello(data.name),
      paragraph("Your class is coming up."),
      classFacts(data.class, voice),
      paragraph("Can’t make it? Give your seat to someone who waits for one."),
      ...cancelLink(data),
    ],
  }),

  waitlist_joined: (data, voice) => ({
    subject: `You’re on the waitlist: ${data.class.name}, ${shortly(data.class.scheduledAt, voice)}`,
    blocks: [
      hello(data.name),
      paragraph("The class is full, and you are on its waitlist. You pay nothing for waiting."),
      classFacts(data.class, voice, ["Your place", `Number ${data.position}`]),
      paragraph("If a seat opens and it is yours, we mail you."),
    ],
  }),

  waitlist_promoted: (data, voice) => ({
    subject: `A seat for you: ${data.class.name}, ${shortly(data.class.scheduledAt, voice)}`,
    blocks: [
      hello(data.name),
      paragraph(`A seat has opened and we keep it for you until ${moment(data.expiresAt, voice)}.`),
      classFacts(data.class, voice, ["Price", money(data.amountCents, voice)]),
      button("Pay and take the seat", data.checkoutUrl),
      paragraph("After that time the seat goes to someone else."),
    ],
  }),

  waitlist_closed: (data, voice) => ({
    subject: `The waitlist is closed: ${data.class.name}, ${shortly(data.class.scheduledAt, voice)}`,
    blocks: [
      hello(data.name),
      paragraph("We are sorry: there is no seat for you in this class this time."),
      ...ownWords(data.message, voice),
      classFacts(data.class, voice),
      paragraph("We would love to see you in another one."),
    ],
  }),

  seat_opened: (data, voice) => ({
    subject: `A seat opened: ${data.class.name}, ${shortly(data.class.scheduledAt, voice)}`,
    blocks: [
      paragraph("A seat has opened in a class that people wait for."),
      classFacts(data.class, voice, ["Open seats", String(data.seatsLeft)], ["Waiting", String(data.waiting)]),
      paragraph(
        "What to do: open the class in your console and choose who gets the seat. Nobody is moved up by itself.",
      ),
      button("Open your console", voice.consoleUrl),
    ],
  }),

  pack_bought: (data, voice) => ({
    subject: `Your pack is ready: ${data.packName}`,
    blocks: [
      hello(data.name),
      paragraph("Thank you. Your pack is ready to use."),
      facts(
        ["Pack", data.packName],
        ["Classes", String(data.sessionsTotal)],
        ["Use by", data.expiresAt && day(data.expiresAt, voice)],
        ["Paid", money(data.paidCents, voice)],
      ),
      paragraph("Open your page to see what is left and to book with it. Keep the link to yourself: it signs you in."),
      button("Open your page", data.portalUrl),
    ],
  }),

  gift_card(data, voice) {
    const amount = money(data.amountCents, voice);
    const forRecipient = data.to === "recipient";
    const opening = forRecipient
      ? `${data.purchaserName} gives you a gift card for ${voice.studioName}, worth ${amount}.`
      : `Here is your gift card for ${voice.studioName}, worth ${amount}. Keep it, or pass the code on to someone.`;
    const recipient = data.recipientName ? `For ${data.recipientName}` : `From ${data.purchaserName}`;
    return {
      subject: forRecipient
        ? `${data.purchaserName} gives you a gift card for ${voice.studioName}`
        : `Your gift card for ${voice.studioName}`,
      blocks: [
        hello(forRecipient ? data.recipientName : data.purchaserName),
        paragraph(opening),
        ...(data.message ? [quote(data.message, forRecipient ? data.purchaserName : recipient)] : []),
        code("The code", data.code, inFours(data.code)),
        facts(["Worth", amount], ["Use by", data.expiresAt && day(data.expiresAt, voice)]),
        paragraph(
          `Show the code at ${voice.studioName} when you pay. Whoever has it can use it, so keep this mail safe.`,
        ),
      ],
    };
  },

  gift_card_receipt(data, voice) {
    const { recipientName, recipientEmail } = data;
    const recipient = recipientName ?? recipientEmail;
    return {
      subject: recipient ? `Your gift card for ${recipient} is on its way` : "Your gift card is on its way",
      blocks: [
        hello(data.purchaserName),
        paragraph("Thank you. We have mailed your gift card, with its code and your words."),
        facts(
          ["To", recipientName && recipientEmail ? `${recipientName} (${recipientEmail})` : recipient],
          ["Worth", money(data.amountCents, voice)],
        ),
        paragraph("It did not arrive? Answer this mail and we look into it."),
      ],
    };
  },

  post_visit: (data, voice) => ({
    subject: `Thank you for your visit to ${voice.studioName}`,
    blocks: [
      hello(data.name),
      paragraph("It was good to have you here."),
      facts(["Visit", data.serviceName], ["When", moment(data.scheduledAt, voice)]),
      ...(data.tipUrl === null || data.tipToken === null ? [] : [
        paragraph("If you like, you can leave a tip. It goes to us in full, and it is never expected."),
        button("Leave a tip", data.tipUrl),
        ...codeUnlessIn(data.tipUrl, "The code for it", data.tipToken),
      ]),
    ],
  }),

  tip_received: (data, voice) => ({
    subject: `A tip of ${money(data.amountCents, voice)} from ${data.customerName}`,
    blocks: [
      paragraph(`${data.customerName} left a tip.`),
      facts(["Tip", money(data.amountCents, voice)], ["For", data.serviceName]),
      paragraph("You have nothing to do: it comes with your next payout from Stripe."),
    ],
  }),

  signin_link: (data, voice) => ({
    subject: `Your link to ${voice.studioName}`,
    blocks: [
      hello(data.name),
      paragraph("Here is the link to your bookings and packs."),
      button("Open your page", data.portalUrl),
      paragraph(
        `It works for ${plural(data.validDays, "day")}. Keep it to yourself: whoever has it is signed in as you.`,
      ),
      paragraph("You did not ask for it? Then do nothing."),
    ],
  }),

  owner_signin_link: (data, voice) => ({
    subject: `Sign in to ${voice.studioName}`,
    blocks: [
      paragraph(`Here is your link to the console of ${voice.studioName.replace(/\.$/, "")}.`),
      button("Open your console", data.signinUrl),
      paragraph(`It works once, for ${plural(data.validMinutes, "minute")}. Whoever has it can sign in as you.`),
      paragraph("You did not ask for it? You have nothing to do: without this link nobody gets in."),
    ],
  }),

  owner_email_changed: (data, voice) => ({
    subject: `The owner’s email of ${voice.studioName} was changed`,
    blocks: [
      paragraph(
        `Sign-in links and notices of ${voice.studioName} go to another address now, and no longer to this one.`,
      ),
      facts(["New address", data.newEmail], ["Changed", moment(data.changedAt, voice)]),
      paragraph(
        "What to do: nothing, if it was you. If it was not, tell whoever runs your booking server at once: somebody else can sign in as you.",
      ),
    ],
  }),

  refund_failed: (data, voice) => ({
    subject: `A refund failed: ${money(data.amountCents, voice)} to ${data.customerName}`,
    blocks: [
      paragraph(
        `Stripe took this refund at first, but the customer’s bank sent it back. ${data.customerName} has not got the money.`,
      ),
      moneyFacts(data, voice),
      paragraph(
        "What to do: the money is in your Stripe balance again. Ask the customer how to pay it back, and pay it outside Stripe.",
      ),
      button("Open your console", voice.consoleUrl),
    ],
  }),

  refund_stuck: (data, voice) => ({
    subject: `A refund needs you: ${money(data.amountCents, voice)} to ${data.customerName}`,
    blocks: [
      paragraph(`Stripe does not let this refund through. ${data.customerName} has not got the money yet.`),
      moneyFacts(data, voice),
      paragraph(
        "What to do: see in Stripe whether your balance covers it and your account is in order, then try again in your console.",
      ),
      button("Open your console", voice.consoleUrl),
    ],
  }),

  dispute_opened: (data, voice) => ({
    subject: `A payment is disputed: ${money(data.amountCents, voice)} from ${data.customerName}`,
    blocks: [
      paragraph(`The bank of ${data.customerName} asks for this payment back. The booking stays as it is.`),
      moneyFacts(data, voice),
      paragraph(
        "What to do: answer in your Stripe dashboard before the date it names. Without an answer the money is lost.",
      ),
      link("Open your Stripe dashboard", "https://dashboard.stripe.com/disputes"),
    ],
  }),
};

// ---------------------------------------------------------------- phrases

function hello(name: string | null): Block {
  return paragraph(name ? `Hi ${oneLine(name)},` : "Hi,");
}

function classFacts(of: MailClass, voice: Voice, ...more: [string, string | null][]): Block {
  return facts(["Class", of.name], ["When", span(of, voice)], ["With", of.instructor], ...more);
}

/** What the studio writes itself about a class it cancels. */
function ownWords(message: string | null | undefined, voice: Voice): Block[] {
  return message ? [quote(message, voice.studioName)] : [];
}

function moneyFacts(data: { amountCents: number; what: string; reason: string | null }, voice: Voice): Block {
  return facts(
    ["Amount", money(data.amountCents, voice)],
    ["For", data.what],
    ["Reason", data.reason && data.reason.replaceAll("_", " ")],
  );
}

function cancelLink(data: { cancelUrl: string; cancelToken: string }): Block[] {
  return [
    link("Cancel this booking", data.cancelUrl),
    ...codeUnlessIn(data.cancelUrl, "The code for it", data.cancelToken),
  ];
}

/** A token is shown only where its link does not carry it already. */
function codeUnlessIn(url: string, label: string, token: string): Block[] {
  return url.includes(token) || url.includes(encodeURIComponent(token)) ? [] : [code(label, token)];
}

function cancelRule(paidWith: "free" | "card" | "credit", windowHours: number): string {
  const until = windowHours > 0 ? `up to ${hours(windowHours)} before the class` : "any time before the class";
  switch (paidWith) {
    case "free":
      return "Cancel here, so that someone else gets your seat.";
    case "card":
      return `Cancel ${until} and you get all your money back.`;
    case "credit":
      return `Cancel ${until} and the class goes back into your pack.`;
  }
}

function givenBack(cents: number, creditReturned: boolean, voice: Voice): Block[] {
  const blocks: Block[] = [];
  if (cents > 0) {
    blocks.push(
      paragraph(`${money(cents, voice)} goes back to you. Banks usually take 5 to 10 days until you see it.`),
    );
  }
  if (creditReturned) blocks.push(paragraph("The class is back in your pack."));
  return blocks;
}

function inFours(giftCode: string): string {
  return giftCode.match(/.{1,4}/gs)?.join("-") ?? giftCode;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

function hours(count: number): string {
  return plural(count, "hour");
}

// ---------------------------------------------------------------- times and money

interface Formats {
  date: Intl.DateTimeFormat;
  dateShort: Intl.DateTimeFormat;
  time: Intl.DateTimeFormat;
  timeShort: Intl.DateTimeFormat;
  day: Intl.DateTimeFormat;
}

// Making a format costs far more than using it: a fifth of the mails' throughput when each mail made its own.
const zones = new Map<string, Formats>();

function formatsOf({ timezone }: MailBrand): Formats {
  let made = zones.get(timezone);
  if (!made) {
    const format = (options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat("en-US", { timeZone: timezone, ...options });
    made = {
      date: format({ weekday: "long", year: "numeric", month: "long", day: "numeric" }),
      dateShort: format({ weekday: "short", month: "short", day: "numeric" }),
      time: format({ hour: "numeric", minute: "2-digit", timeZoneName: "short" }),
      timeShort: format({ hour: "numeric", minute: "2-digit" }),
      day: format({ year: "numeric", month: "long", day: "numeric" }),
    };
    zones.set(timezone, made);
  }
  return made;
}

const spans = new Map<string, string>();
const MOST_SPANS = 1000;

/** `Monday, May 18, 2026, 6:00 – 6:50 AM CDT`. Kept: everybody in a class is told the same, and a range is slow to write. */
function span(of: MailClass, voice: Voice): string {
  const key = `${of.scheduledAt} ${of.durationMin} ${voice.timezone}`;
  let made = spans.get(key);
  if (made === undefined) {
    if (spans.size >= MOST_SPANS) spans.clear();
    spans.set(key, made = writeSpan(of, voice));
  }
  return made;
}

function writeSpan(of: MailClass, voice: Voice): string {
  const { date, time } = formatsOf(voice);
  const start = new Date(of.scheduledAt);
  const end = new Date(start.getTime() + of.durationMin * 60_000);
  if (date.format(start) !== date.format(end)) {
    return `${moment(of.scheduledAt, voice)} – ${moment(end.toISOString(), voice)}`;
  }
  return plainSpaces(`${date.format(start)}, ${time.formatRange(start, end)}`);
}

/** `Monday, May 18, 2026, 6:00 AM CDT`. */
function moment(instant: string, voice: Voice): string {
  const { date, time } = formatsOf(voice);
  const at = new Date(instant);
  return plainSpaces(`${date.format(at)}, ${time.format(at)}`);
}

/** `Mon, May 18, 6:00 AM`, for subjects. */
function shortly(instant: string, voice: Voice): string {
  const { dateShort, timeShort } = formatsOf(voice);
  const at = new Date(instant);
  return plainSpaces(`${dateShort.format(at)}, ${timeShort.format(at)}`);
}

/** `May 18, 2026`. */
function day(instant: string, voice: Voice): string {
  return formatsOf(voice).day.format(new Date(instant));
}

function money(amount: number, { currency }: MailBrand): string {
  return formatMoney(amount, currency);
}
