/** The outside world, faked where it must be: a clock that moves, a mailbox that keeps, a network that is on loopback. */
import { type Clock } from "../../src/ports/clock.ts";
import { DeliveryError, type Mailer, type OutgoingMail } from "../../src/ports/mail.ts";
import { type Texter, type TextMessage } from "../../src/ports/texts.ts";

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

/** Keeps instead of sending, and refuses on request. */
export class TestMailer implements Mailer {
  readonly atOnce = 8;
  sent: OutgoingMail[] = [];
  /** Set to make the next sends fail. */
  refuse: null | "for now" | "for good" = null;
  send(mail: OutgoingMail): Promise<void> {
    if (this.refuse) return Promise.reject(new DeliveryError(this.refuse === "for good", "refused by the test"));
    this.sent.push(mail);
    return Promise.resolve();
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
  /** The mails of a kind, oldest first. */
  of(kind: string, to?: string): OutgoingMail[] {
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

/** The code of a gift card, as its mail shows it. */
export function giftCardCode(mail: OutgoingMail): string {
  return /^[A-Z0-9]{16}$/m.exec(mail.text)![0];
}
