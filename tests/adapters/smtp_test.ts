import assert from "node:assert/strict";
import { type AddressObject, simpleParser } from "mailparser";
import { booking, CLASS, LONG_TOKEN, mailer, outgoing, toOwner } from "../support/outgoing_mails.ts";
import { smtpServer } from "../support/smtp_server.ts";

const addressesOf = (field: AddressObject | AddressObject[] | undefined) =>
  [field ?? []].flat().flatMap(({ value }) => value).map(({ name, address }) => `${name} <${address}>`);

Deno.test("a mail arrives as it was written, in the studio's name", async () => {
  await using server = await smtpServer();
  await using mail = mailer({ smtpUrl: server.url });
  await mail.send(booking());

  assert.equal(server.mails.length, 1);
  const [{ recipients, sender, raw }] = server.mails;
  assert.deepEqual(recipients, ["jane.doe@example.test"]);
  assert.equal(sender, "post@mail.alera.test");
  const read = await simpleParser(raw);
  const written = booking();
  assert.deepEqual(addressesOf(read.from), ["Sculpt Pilates Co. <post@mail.alera.test>"]);
  assert.deepEqual(addressesOf(read.replyTo), ["Sculpt Pilates Co. <hello@sculpt.test>"]);
  assert.deepEqual(addressesOf(read.to), [" <jane.doe@example.test>"]);
  assert.equal(read.subject, written.subject);
  assert.equal(read.messageId, "<msg-4w9d@mail.alera.test>");
  assert.equal(read.headers.get("auto-submitted"), "auto-generated");
  assert.ok(read.date instanceof Date);
  assert.equal(read.text?.trimEnd(), written.text.trimEnd());
  assert.ok(read.text?.split("\n").includes(`https://sculpt.test/cancel#${LONG_TOKEN}`), "a long link is not broken");
  assert.equal(String(read.html).trimEnd(), written.html.trimEnd());
  const [file] = read.attachments;
  assert.equal(file.filename, "class.ics");
  assert.match(/^content-type: (text\/calendar[^]*?)\r\n[^ ]/im.exec(raw)![1], /charset=utf-8;\s+method=PUBLISH/);
  assert.equal(new TextDecoder().decode(file.content), written.attachments[0].content);
});

Deno.test("a mail without a reply address has none", async () => {
  await using server = await smtpServer();
  await using mail = mailer({ smtpUrl: server.url });
  await mail.send(toOwner());
  const read = await simpleParser(server.mails[0].raw);
  assert.equal(read.replyTo, undefined);
  assert.deepEqual(addressesOf(read.from), ["Sculpt Pilates Co. <post@mail.alera.test>"]);
  assert.equal(read.attachments.length, 0);
});

Deno.test("the same outbox row is the same Message-ID, however often it is sent", async () => {
  await using server = await smtpServer();
  await using mail = mailer({ smtpUrl: server.url, from: "post@mail.alera.test" });
  await mail.send(booking());
  await mail.send(booking());
  await mail.send(booking({ id: "msg-other" }));
  const ids = await Promise.all(server.mails.map(async ({ raw }) => (await simpleParser(raw)).messageId));
  assert.deepEqual(ids, ["<msg-4w9d@mail.alera.test>", "<msg-4w9d@mail.alera.test>", "<msg-other@mail.alera.test>"]);
});

Deno.test("names can't add a header, a recipient or a body", async () => {
  await using server = await smtpServer();
  await using mail = mailer({ smtpUrl: server.url });
  const evil = [
    "Evil\r\nBcc: evil@evil.test",
    `Evil" <evil@evil.test>, "x`,
    "Evil\n\nbody",
    "Evil\u2028Bcc: evil@evil.test",
    "=?utf-8?q?Evil=0D=0ABcc:_evil@evil.test?=",
  ];
  for (const name of evil) {
    await mail.send(booking({}, name));
  }
  assert.equal(server.mails.length, evil.length);
  for (const { recipients, raw } of server.mails) {
    assert.deepEqual(recipients, ["jane.doe@example.test"]);
    const read = await simpleParser(raw);
    assert.equal(read.bcc, undefined);
    assert.deepEqual([read.from].flat().flatMap((from) => from!.value).map(({ address }) => address), [
      "post@mail.alera.test",
    ]);
    assert.equal([read.to].flat().flatMap((to) => to!.value).length, 1);
    assert.match(read.subject!, /Evil/);
    assert.match(read.text!, /Your seat is booked/);
    const names = raw.slice(0, raw.indexOf("\r\n\r\n")).split(/\r\n(?![ \t])/).map((line) =>
      line.split(":")[0].toLowerCase()
    );
    assert.deepEqual(names.toSorted(), [
      "auto-submitted",
      "content-type",
      "date",
      "from",
      "message-id",
      "mime-version",
      "reply-to",
      "subject",
      "to",
    ]);
  }
});

Deno.test("every kind of mail can be sent", async () => {
  await using server = await smtpServer();
  await using mail = mailer({ smtpUrl: server.url });
  const payment = { customerName: "Jane", what: "Pilates", amountCents: 2000, reason: null };
  const mails = [
    outgoing("signin_link", { name: "Jane", portalUrl: "https://sculpt.test/me/x", validDays: 30 }),
    outgoing("waitlist_closed", { name: "Jane", class: CLASS }),
    outgoing("refund_stuck", payment),
  ];
  for (const one of mails) await mail.send(one);
  assert.equal(server.mails.length, mails.length);
});
