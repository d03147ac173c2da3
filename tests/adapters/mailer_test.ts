import assert from "node:assert/strict";
import { simpleParser } from "mailparser";
import type { MailerOptions } from "../../src/adapters/mailer.ts";
import { booking, failure, mailer, recordedLog, toOwner } from "../support/outgoing_mails.ts";
import { smtpServer } from "../support/smtp_server.ts";

Deno.test("what is not one address is not sent to", async () => {
  await using server = await smtpServer();
  await using mail = mailer({ smtpUrl: server.url });
  for (
    const to of [
      "a@x.test, b@x.test",
      "a@x.test\r\nRCPT TO:<b@x.test>",
      '"a@evil.test" <b@x.test>',
      "<a@x.test>",
      "a@x.test;b@x.test",
      "a@b@x.test",
      "group:a@x.test;",
      "jane",
      "",
    ]
  ) {
    const error = await failure(mail.send(booking({ to })));
    assert.equal(error.permanent, true, to);
    assert.ok(!/x\.test/.test(error.message));
  }
  assert.equal(server.mails.length, 0);
});

Deno.test("a studio's odd address is left out rather than answered to", async () => {
  await using server = await smtpServer();
  await using mail = mailer({ smtpUrl: server.url });
  await mail.send(booking({ replyTo: "a@x.test, evil@evil.test" }));
  assert.equal((await simpleParser(server.mails[0].raw)).replyTo, undefined);
});

Deno.test("the log transport tells kind and id, and nothing about anybody", async () => {
  const log = recordedLog();
  await using mail = mailer({ transport: "log" }, log);
  await mail.send(booking());
  assert.deepEqual(log.lines.map((line) => JSON.parse(line)), [{
    event: "mail_logged",
    kind: "booking_confirmed",
    id: "msg-4w9d",
  }]);
});

Deno.test("no transport logs an address, a name or a link", async () => {
  const log = recordedLog();
  await using server = await smtpServer();
  await using mail = mailer({ smtpUrl: server.url }, log);
  await mail.send(booking());
  await mail.send(toOwner());
  assert.equal(log.lines.length, 2);
  assert.ok(!/@|jan[eé]|sculpt|http|pilates/i.test(log.lines.join("\n")), log.lines.join("\n"));
});

Deno.test("a setting that can't work stops the start, without showing itself", () => {
  const wrong: [Partial<MailerOptions>, RegExp][] = [
    [{ transport: "smtp" }, /SMTP_URL/],
    [{ transport: "smtp", smtpUrl: "https://user:hush@host.test" }, /SMTP_URL/],
    [{ transport: "smtp", smtpUrl: "smtp://us er:hush@" }, /SMTP_URL/],
    [{ transport: "resend" }, /RESEND_API_KEY/],
    [{ transport: "log", from: "hush" }, /MAIL_FROM/],
    [{ transport: "log", from: "a@hush.test, b@hush.test" }, /MAIL_FROM/],
  ];
  for (const [options, message] of wrong) {
    assert.throws(() => mailer(options), (error: Error) => message.test(error.message) && !/hush/.test(error.message));
  }
});
