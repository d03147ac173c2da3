import assert from "node:assert/strict";
import { type AddressObject, simpleParser } from "mailparser";
import { createCalendarWriter } from "../../src/adapters/ical.ts";
import { createMailer, type MailerOptions } from "../../src/adapters/mail.ts";
import { type Log } from "../../src/ports/log.ts";
import { DeliveryError, type Mailer, type MailKind, type MailMessage } from "../../src/ports/mail.ts";
import { settled, smtpServer } from "../support/smtp_server.ts";

const PASSWORD = "p@ss:w/rd";

function recordedLog(): Log & { lines: string[] } {
  const lines: string[] = [];
  const write = (event: string, fields?: Record<string, unknown>) =>
    void lines.push(JSON.stringify({ event, ...fields }));
  return { lines, debug: write, info: write, warn: write, error: write };
}

function mailer(options: Partial<MailerOptions>): Mailer & AsyncDisposable {
  const made = createMailer({
    transport: "smtp",
    from: "Alera <post@mail.alera.test>",
    log: recordedLog(),
    calendar: createCalendarWriter(),
    publicUrl: "https://alera.test",
    ...options,
  });
  return Object.assign(made, { [Symbol.asyncDispose]: () => made.close() });
}

const BRAND = {
  studioName: "Sculpt Pilates Co.",
  studioEmail: "hello@sculpt.test",
  timezone: "America/Chicago",
  currency: "usd",
  siteUrl: "https://sculpt.test",
};
const CLASS = {
  name: "Pilates Class",
  scheduledAt: "2026-05-18T11:00:00.000Z",
  durationMin: 50,
  instructor: "Sarah Lee",
};
const LONG_TOKEN = "djF8ZW5yLTlk".repeat(40);

function booking(change: Partial<MailMessage<"booking_confirmed">> = {}): MailMessage {
  return {
    id: "msg-4w9d",
    kind: "booking_confirmed",
    to: "jane.doe@example.test",
    brand: BRAND,
    createdAt: "2026-05-01T08:00:00.000Z",
    data: {
      name: "Jané Doe 🧘",
      enrollmentId: "enr-9d8f",
      class: CLASS,
      cancelUrl: `https://sculpt.test/cancel#${LONG_TOKEN}`,
      cancelToken: LONG_TOKEN,
      portalUrl: null,
      paidCents: 2000,
      paidWith: "card",
      sequence: 1,
      changedAt: "2026-05-01T08:00:00.000Z",
      cancelWindowHours: 24,
    },
    ...change,
  };
}

function toOwner(): MailMessage {
  return {
    id: "msg-own",
    kind: "tip_received",
    to: "owner@sculpt.test",
    brand: BRAND,
    createdAt: "2026-05-01T08:00:00.000Z",
    data: { amountCents: 1000, customerName: "Jane Doe", serviceName: "Massage" },
  };
}

async function failure(sending: Promise<void>): Promise<DeliveryError> {
  const error = await sending.then(() => assert.fail("it was sent"), (error) => error);
  assert.ok(error instanceof DeliveryError, String(error));
  return error;
}

function refuse(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

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
  const written = mail.render(booking());
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

Deno.test("a mail to the owner has nobody to answer to", async () => {
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
    const data = { ...booking().data as MailMessage<"booking_confirmed">["data"], name, class: { ...CLASS, name } };
    await mail.send(booking({ brand: { ...BRAND, studioName: name }, data }));
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
  await mail.send(booking({ brand: { ...BRAND, studioEmail: "a@x.test, evil@evil.test" } }));
  assert.equal((await simpleParser(server.mails[0].raw)).replyTo, undefined);
});

for (
  const [code, permanent] of [
    [550, true],
    [551, true],
    [553, true],
    [554, true],
    [501, true],
    [450, false],
    [451, false],
    [
      552,
      false,
    ],
  ] as const
) {
  Deno.test(`a recipient refused with ${code} is ${permanent ? "given up" : "tried again"}`, async () => {
    await using server = await smtpServer({
      onRcptTo: (address, _session, callback) =>
        callback(refuse(code, `5.1.1 <${address.address}> jane.doe unknown at example.test.`)),
    });
    await using mail = mailer({ smtpUrl: server.url });
    const error = await failure(mail.send(booking()));
    assert.equal(error.permanent, permanent);
    assert.match(error.message, new RegExp(String(code)));
    assert.match(error.message, /unknown/, "what the server said helps to find the cause");
    assert.ok(!/jane|example|@/i.test(error.message), error.message);
    assert.equal(server.mails.length, 0);
  });
}

for (const [code, permanent] of [[554, true], [550, true], [451, false], [552, false]] as const) {
  Deno.test(`a mail refused with ${code} after its content is ${permanent ? "given up" : "tried again"}`, async () => {
    await using server = await smtpServer({
      onData(stream, _session, callback) {
        stream.resume();
        stream.on("end", () => callback(refuse(code, "no")));
      },
    });
    await using mail = mailer({ smtpUrl: server.url });
    assert.equal((await failure(mail.send(booking()))).permanent, permanent);
  });
}

Deno.test("a server that refuses the sender is tried again: the recipient did nothing", async () => {
  await using server = await smtpServer({
    onMailFrom: (_address, _session, callback) => callback(refuse(550, "sender not allowed")),
  });
  await using mail = mailer({ smtpUrl: server.url });
  assert.equal((await failure(mail.send(booking()))).permanent, false);
});

Deno.test("user and password come from the URL, and a wrong one is tried again and never told", async () => {
  const logins: unknown[] = [];
  await using server = await smtpServer({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth({ username, password }, _session, callback) {
      logins.push([username, password]);
      if (password === PASSWORD) callback(null, { user: username });
      else callback(refuse(535, `bad login ${username} ${password}`));
    },
  });
  const url = (password: string) => `smtp://user%40alera.test:${encodeURIComponent(password)}@127.0.0.1:${server.port}`;
  {
    await using mail = mailer({ smtpUrl: url(PASSWORD) });
    await mail.send(booking());
  }
  assert.equal(server.mails.length, 1);
  await using mail = mailer({ smtpUrl: url("wrong-secret") });
  const error = await failure(mail.send(booking()));
  assert.equal(error.permanent, false);
  assert.ok(!/wrong-secret|user|@/.test(error.message), error.message);
  assert.deepEqual(logins, [["user@alera.test", PASSWORD], ["user@alera.test", "wrong-secret"]]);
});

// Deno 2.4 sends mail over TLS but can't run smtp-server with it.
const tls = { ignore: Deno.version.deno.startsWith("2.4.") };

Deno.test("smtps encrypts from the first byte, and an unknown certificate is tried again", tls, async () => {
  await using server = await smtpServer({ secure: true });
  {
    await using mail = mailer({ smtpUrl: `smtps://127.0.0.1:${server.port}?tls.rejectUnauthorized=false` });
    await mail.send(booking());
  }
  assert.equal(server.mails.length, 1);
  await using mail = mailer({ smtpUrl: `smtps://127.0.0.1:${server.port}` });
  assert.equal((await failure(mail.send(booking()))).permanent, false);
  assert.equal(server.mails.length, 1);
});

Deno.test(
  "a server elsewhere is spoken to in TLS when it offers it; one's own machine need not prove itself",
  tls,
  async () => {
    const secure: boolean[] = [];
    await using server = await smtpServer({
      hideSTARTTLS: false,
      onMailFrom(_address, session, callback) {
        secure.push(session.secure);
        callback(null);
      },
    });
    // 0.0.0.0 leads here too, but does not look like it.
    const elsewhere = `smtp://0.0.0.0:${server.port}`;
    {
      await using mail = mailer({ smtpUrl: `${elsewhere}?tls.rejectUnauthorized=false` });
      await mail.send(booking());
    }
    {
      await using mail = mailer({ smtpUrl: server.url });
      await mail.send(booking());
    }
    assert.deepEqual(secure, [true, false]);
    await using mail = mailer({ smtpUrl: elsewhere });
    assert.equal((await failure(mail.send(booking()))).permanent, false, "a certificate that nobody vouches for");
    assert.equal(server.mails.length, 2);
  },
);

/** A server that plays its lines and then hangs up. */
function scripted(...answers: string[]) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  let connections = 0;
  const done = (async () => {
    for await (const connection of listener) {
      connections++;
      const buffer = new Uint8Array(65_536);
      for (const answer of answers) {
        await connection.write(new TextEncoder().encode(answer));
        if (await connection.read(buffer) === null) break;
      }
      connection.close();
    }
  })();
  return {
    url: `smtp://127.0.0.1:${(listener.addr as Deno.NetAddr).port}`,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      listener.close();
      await done;
      await settled();
    },
  };
}

Deno.test("a broken connection is tried again by the outbox, and not by the pool behind its back", async () => {
  const hello = ["220 hi\r\n", "250 hi\r\n"];
  for (const answers of [[], hello.slice(0, 1), hello, [...hello, "250 ok\r\n", "250 ok\r\n", "354 go\r\n"]]) {
    await using server = scripted(...answers);
    await using mail = mailer({ smtpUrl: server.url });
    const error = await failure(mail.send(booking()));
    assert.equal(error.permanent, false);
    assert.equal(server.connections(), 1);
  }
});

Deno.test("a server that will not have us, or goes away while we speak, is tried again", async () => {
  const refusals = [["554 no service for you\r\n"], ["220 hi\r\n", "250 hi\r\n", "250 ok\r\n", "421 closing down\r\n"]];
  for (const answers of refusals) {
    await using server = scripted(...answers);
    await using mail = mailer({ smtpUrl: server.url });
    const error = await failure(mail.send(booking()));
    assert.match(error.message, /554|421/);
    assert.equal(error.permanent, false);
  }
});

Deno.test("a server that is not there is tried again", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  await using mail = mailer({ smtpUrl: `smtp://127.0.0.1:${port}` });
  const error = await failure(mail.send(booking()));
  assert.equal(error.permanent, false);
  await using elsewhere = mailer({
    transport: "resend",
    resendApiKey: "re_key",
    resendBaseUrl: `http://127.0.0.1:${port}`,
  });
  assert.equal((await failure(elsewhere.send(booking()))).permanent, false);
});

Deno.test("a closed mailer sends nothing more", async () => {
  await using server = await smtpServer();
  const mail = mailer({ smtpUrl: server.url });
  await mail.send(booking());
  await mail.close();
  assert.equal((await failure(mail.send(booking()))).permanent, false);
  assert.equal(server.mails.length, 1);
});

Deno.test("the log transport tells kind and id, and nothing about anybody", async () => {
  const log = recordedLog();
  await using mail = mailer({ transport: "log", log });
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
  await using mail = mailer({ smtpUrl: server.url, log });
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

/** A server in Resend's place. */
function resendServer(answer: () => Response) {
  const requests: { path: string; headers: Headers; body: Record<string, unknown> }[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    requests.push({ path: new URL(request.url).pathname, headers: request.headers, body: await request.json() });
    return answer();
  });
  return {
    requests,
    options: {
      transport: "resend",
      resendApiKey: "re_secret",
      resendBaseUrl: `http://127.0.0.1:${server.addr.port}/`,
    } as const,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

Deno.test("Resend gets the whole mail once per outbox row", async () => {
  await using server = resendServer(() => Response.json({ id: "49a3999c" }));
  await using mail = mailer(server.options);
  await mail.send(booking({ brand: { ...BRAND, studioName: `Evil" <x@evil.test>,\r\n\\` } }));
  await mail.send(toOwner());
  const [{ path, headers, body }, owner] = server.requests;
  assert.equal(path, "/emails");
  assert.equal(headers.get("authorization"), "Bearer re_secret");
  assert.equal(headers.get("idempotency-key"), "msg-4w9d");
  const written = mail.render(booking());
  assert.equal(body.from, `"Evil\\" <x@evil.test>, \\\\" <post@mail.alera.test>`);
  assert.deepEqual(body.to, ["jane.doe@example.test"]);
  assert.equal(body.reply_to, "hello@sculpt.test");
  assert.equal(body.subject, written.subject);
  assert.ok(String(body.text).includes(`\nhttps://sculpt.test/cancel#${LONG_TOKEN}\n`));
  assert.match(String(body.html), /^<!doctype html>/);
  const [file] = body.attachments as { filename: string; content_type: string; content: string }[];
  assert.equal(file.filename, "class.ics");
  assert.match(file.content_type, /^text\/calendar/);
  const calendar = new TextDecoder().decode(Uint8Array.from(atob(file.content), (c) => c.charCodeAt(0)));
  assert.match(calendar, /^BEGIN:VCALENDAR\r\n[^]*UID:enr-9d8f@alera\r\n/);
  assert.equal("reply_to" in owner.body, false);
});

Deno.test("Resend's refusals count against the recipient only when they are about the recipient", async () => {
  const cases: [status: number, name: string, message: string, permanent: boolean][] = [
    [422, "validation_error", "Invalid `to` field. The email address jane.doe@example.test is wrong.", true],
    [400, "validation_error", "The recipient jane.doe@example.test is not allowed.", true],
    [422, "invalid_from_address", "Invalid `from` field.", false],
    [422, "missing_required_field", "Missing `html` field.", false],
    [401, "missing_api_key", "Missing API key: `to` re_secret", false],
    [403, "validation_error", "You can only send to your own recipient jane.doe@example.test.", false],
    [409, "concurrent_idempotent_requests", "again", false],
    [429, "rate_limit_exceeded", "`to` many", false],
    [500, "application_error", "recipient", false],
  ];
  for (const [status, name, message, permanent] of cases) {
    await using server = resendServer(() => Response.json({ statusCode: status, name, message }, { status }));
    await using mail = mailer(server.options);
    const error = await failure(mail.send(booking()));
    assert.equal(error.permanent, permanent, `${status} ${message}`);
    assert.equal(error.message, `Resend: HTTP ${status} ${name}`);
  }
  await using server = resendServer(() => new Response("<html>jane.doe@example.test</html>", { status: 502 }));
  await using mail = mailer(server.options);
  assert.equal((await failure(mail.send(booking()))).message, "Resend: HTTP 502");
});

Deno.test("every kind of mail can be sent", async () => {
  await using server = await smtpServer();
  await using mail = mailer({ smtpUrl: server.url });
  const money = { customerName: "Jane", what: "Pilates", amountCents: 2000, reason: null };
  const owed: [MailKind, MailMessage["data"]][] = [
    ["signin_link", { name: "Jane", portalUrl: "https://sculpt.test/me/x", validDays: 30 }],
    ["waitlist_closed", { name: "Jane", class: CLASS }],
    ["refund_stuck", money],
  ];
  for (const [kind, data] of owed) {
    await mail.send({
      id: `msg-${kind}`,
      kind,
      to: "jane.doe@example.test",
      brand: BRAND,
      data,
      createdAt: "2026-05-01T08:00:00.000Z",
    });
  }
  assert.equal(server.mails.length, owed.length);
});
