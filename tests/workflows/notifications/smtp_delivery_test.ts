/** Deliveries through a real mail server. */
import assert from "node:assert/strict";
import { type AddressObject, simpleParser } from "mailparser";
import { createMailer } from "../../../src/adapters/mailer.ts";
import { silentLog } from "../../support/silent_log.ts";
import { iso } from "../../../src/domain/time.ts";
import { smtpServer } from "../../support/smtp_server.ts";
import { ORIGIN, person, studio } from "../../support/studio.ts";
import { outbox } from "./outbox.ts";

Deno.test("through a real mail server: a paid booking's mail arrives with its calendar file and a link that cancels", async () => {
  await using server = await smtpServer();
  await using t = await studio({ timezone: "Europe/Berlin" });
  const mailer = createMailer(
    { transport: "smtp", smtpUrl: server.url, from: "Alera <post@alera.example>" },
    silentLog,
  );
  t.ctx.mailer = mailer;
  try {
    const classId = await t.studio.addClass();
    const seat = await t.studio.seat(classId, person(1));
    assert.equal(server.mails.length, 1);
    assert.deepEqual(server.mails[0].recipients, [person(1).email]);
    const mail = await simpleParser(server.mails[0].raw);
    assert.equal(mail.from?.value[0].name, "Sculpt Pilates Co.");
    assert.equal(mail.from?.value[0].address, "post@alera.example");
    assert.equal((mail.to as AddressObject).value[0].address, person(1).email);
    assert.match(mail.replyTo!.value[0].address!, /^owner-studio-\d+@example\.com$/);
    assert.match(mail.messageId!, new RegExp(`^<booking-confirmed\\.${seat.id}@alera\\.example>$`));

    const link = `${ORIGIN}/cancel/${seat.id}#${seat.cancelToken}`;
    assert.ok(mail.text!.includes(link), mail.text!);
    assert.ok(String(mail.html).includes(`href="${link}"`));
    assert.match(mail.text!, /\$20\.00/);

    const [file] = mail.attachments;
    assert.match(file.filename!, /\.ics$/);
    assert.match(file.contentType, /^text\/calendar/);
    const calendar = file.content.toString();
    const { scheduledAt } = await t.studio.class(classId);
    const stamp = scheduledAt.replace(/[-:]|\.000/g, "");
    assert.match(calendar, new RegExp(`^DTSTART:${stamp}\\r$`, "m"));
    assert.match(calendar.replace(/\r\n /g, ""), new RegExp(`^UID:.*${seat.id}`, "m"));

    const [, id, token] = /\/cancel\/([^#\s]+)#(\S+)/.exec(mail.text!)!;
    assert.equal((await t.studio.cancel(id, token)).status, 200);
    await t.settle();
    assert.equal(server.mails.length, 2);
    const cancelled = await simpleParser(server.mails[1].raw);
    assert.match(cancelled.attachments[0].content.toString(), /^STATUS:CANCELLED\r$/m);
    assert.deepEqual((await outbox(t)).map((one) => one.state), ["sent", "sent"]);
  } finally {
    await mailer.close();
  }
});

Deno.test("a mail server that refuses for now gets it again later, one that refuses the recipient does not", async () => {
  let answer: { code: number; text: string } | null = { code: 451, text: "4.3.0 not now, jane1@example.com" };
  await using server = await smtpServer({
    onRcptTo: (_address, _session, callback) =>
      callback(answer ? Object.assign(new Error(answer.text), { responseCode: answer.code }) : null),
  });
  await using t = await studio();
  t.ctx.mailer = createMailer({ transport: "smtp", smtpUrl: server.url, from: "post@alera.example" }, silentLog);
  try {
    const classId = await t.studio.addClass({ priceCents: 0 });
    assert.equal((await t.studio.book(classId, person(1))).status, 200);
    await t.settle();
    const [waiting] = await outbox(t);
    assert.deepEqual([waiting.state, waiting.attempts], ["queued", 1]);
    assert.match(waiting.error!, /451/);
    assert.ok(!waiting.error!.includes("jane1"), waiting.error!);
    assert.ok(waiting.next! <= iso(t.clock.now() + 5_000));
    answer = null;
    await t.pass(5_000);
    assert.equal(server.mails.length, 1);
    answer = { code: 550, text: "5.1.1 no such person" };
    assert.equal((await t.studio.book(classId, person(2))).status, 200);
    await t.settle();
    assert.deepEqual((await outbox(t)).map((one) => one.state), ["sent", "dead"]);
  } finally {
    await t.ctx.mailer.close();
  }
});
