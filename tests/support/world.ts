/** The outside world, faked where it must be: a clock that moves, a mailbox that keeps, a network that is on loopback. */
import { type Clock } from "../../src/ports/clock.ts";
import { DeliveryError, type Mailer, type MailMessage, type RenderedMail } from "../../src/ports/mail.ts";
import { type Texter, type TextMessage } from "../../src/ports/texts.ts";
import { createMailer } from "../../src/adapters/mail.ts";
import { createCalendarWriter } from "../../src/adapters/ical.ts";
import { silentLog } from "./silent_log.ts";

/** A clock that stands still until it is moved. */
export class TestClock implements Clock {
  constructor(public at: number = Date.parse("2026-05-11T15:00:00.000Z")) {}
  now(): number {
    return this.at;
  }
  /** Moves forward by so many milliseconds. */
  advance(ms: number): void {
    this.at += ms;
  }
}

export interface KeptMail extends RenderedMail {
  id: string;
  kind: string;
  to: string;
  data: unknown;
}

/** Renders for real, keeps instead of sending, and refuses on request. */
export class TestMailer implements Mailer {
  sent: KeptMail[] = [];
  /** Set to make the next sends fail. */
  refuse: null | "for now" | "for good" = null;
  #real = createMailer({
    transport: "log",
    from: "bookings@example.test",
    log: silentLog,
    calendar: createCalendarWriter(),
    publicUrl: "http://localhost:8000",
  });
  render(mail: MailMessage): RenderedMail {
    return this.#real.render(mail);
  }
  send(mail: MailMessage): Promise<void> {
    if (this.refuse) return Promise.reject(new DeliveryError(this.refuse === "for good", "refused by the test"));
    this.sent.push({ id: mail.id, kind: mail.kind, to: mail.to, data: mail.data, ...this.#real.render(mail) });
    return Promise.resolve();
  }
  close(): Promise<void> {
    return this.#real.close();
  }
  /** The mails of a kind, oldest first. */
  of(kind: string, to?: string): KeptMail[] {
    return this.sent.filter((mail) => mail.kind === kind && (to === undefined || mail.to === to));
  }
}

export class TestTexter implements Texter {
  enabled = false;
  sent: TextMessage[] = [];
  send(text: TextMessage): Promise<void> {
    this.sent.push(text);
    return Promise.resolve();
  }
}
