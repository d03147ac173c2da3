import assert from "node:assert/strict";
import { createMailer } from "../../src/adapters/mailer.ts";
import { DeliveryError } from "../../src/ports/mail.ts";
import { booking, failure, LONG_TOKEN, mailer, recordedLog, toOwner } from "../support/outgoing_mails.ts";

/** A server in Resend's place. */
function resendServer(answer: () => Response) {
  const requests: { path: string; headers: Headers; body: Record<string, unknown> }[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    requests.push({
      path: new URL(request.url).pathname,
      headers: request.headers,
      body: request.body ? await request.json() : {},
    });
    return answer();
  });
  return {
    requests,
    options: {
      transport: "resend",
      resendApiKey: "re_secret",
      resendApiBase: `http://127.0.0.1:${server.addr.port}/`,
    } as const,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

Deno.test("Resend gets the whole mail once per outbox row", async () => {
  await using server = resendServer(() => Response.json({ id: "49a3999c" }));
  await using mail = mailer(server.options);
  await mail.send(booking({ fromName: `Evil" <x@evil.test>, \\` }));
  await mail.send(toOwner());
  const [{ path, headers, body }, owner] = server.requests;
  assert.equal(path, "/emails");
  assert.equal(headers.get("authorization"), "Bearer re_secret");
  assert.equal(headers.get("idempotency-key"), "msg-4w9d");
  const written = booking();
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

Deno.test("a Resend that is not there is tried again", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  await using mail = mailer({
    transport: "resend",
    resendApiKey: "re_key",
    resendApiBase: `http://127.0.0.1:${port}`,
  });
  assert.equal((await failure(mail.send(booking()))).permanent, false);
});

Deno.test("a key is tried by reading domains; one that may only send is as good", async () => {
  const domains = (status: string) => Response.json({ object: "list", data: [{ name: "mail.alera.test", status }] });
  const cases: [answer: () => Response, found: RegExp | null, failed: RegExp | null][] = [
    [() => domains("verified"), /MAIL_FROM is verified/, null],
    [() => domains("pending"), null, /MAIL_FROM is not verified \(pending\)/],
    [() => Response.json({ data: [{ name: "other.test", status: "verified" }] }), null, /not one of this account/],
    [() => Response.json({ name: "restricted_api_key" }, { status: 401 }), /may send and nothing else/, null],
    [() => Response.json({ name: "missing_api_key" }, { status: 401 }), null, /HTTP 401 missing_api_key/],
    [() => Response.json({ name: "invalid_api_key" }, { status: 403 }), null, /HTTP 403 invalid_api_key/],
    [() => new Response("null"), null, /no sense/],
    [() => new Response("<html>", { status: 502 }), null, /HTTP 502/],
  ];
  for (const [answer, found, failed] of cases) {
    await using server = resendServer(answer);
    const made = createMailer({ ...server.options, from: "Alera <post@mail.alera.test>" }, recordedLog());
    const result = await made.verify().then((said) => ({ said }), (error) => ({ error }));
    if (found) assert.match(String((result as { said: string }).said), found);
    else {
      const { error } = result as { error: Error };
      assert.ok(error instanceof DeliveryError, String(error));
      assert.match(error.message, failed!);
    }
    assert.deepEqual(server.requests.map(({ path, headers }) => [path, headers.get("authorization")]), [
      ["/domains", "Bearer re_secret"],
    ]);
  }
});
