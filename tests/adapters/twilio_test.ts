import assert from "node:assert/strict";
import { createTexter } from "../../src/adapters/twilio.ts";
import { type Log } from "../../src/ports/log.ts";
import { DeliveryError } from "../../src/ports/mail.ts";

function recordedLog(): Log & { lines: string[] } {
  const lines: string[] = [];
  const write = (event: string, fields?: Record<string, unknown>) =>
    void lines.push(JSON.stringify({ event, ...fields }));
  return { lines, debug: write, info: write, warn: write, error: write };
}

/** A server in Twilio's place. */
function twilioServer(answer: () => Response = () => Response.json({ sid: "SM1" }, { status: 201 })) {
  const requests: { method: string; path: string; headers: Headers; form: Record<string, string> }[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const form = Object.fromEntries(new URLSearchParams(await request.text()));
    requests.push({ method: request.method, path: new URL(request.url).pathname, headers: request.headers, form });
    return answer();
  });
  const baseUrl = `http://127.0.0.1:${server.addr.port}`;
  return {
    requests,
    options: (from = "+15555550111") => ({
      transport: "twilio" as const,
      twilio: { accountSid: "AC123", authToken: "token-secret", from, baseUrl },
    }),
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

const TEXT = { id: "msg-1", to: "5555550100", text: "Your class moved: see you at 7:00 & bring water 💧" };

async function failure(sending: Promise<void>): Promise<DeliveryError> {
  const error = await sending.then(() => assert.fail("it was sent"), (error) => error);
  assert.ok(error instanceof DeliveryError, String(error));
  return error;
}

Deno.test("a text goes to Twilio as a form, with a number one can dial", async () => {
  await using server = twilioServer();
  const texter = createTexter({ ...server.options(), log: recordedLog() });
  assert.equal(texter.enabled, true);
  await texter.send(TEXT);
  await texter.send({ ...TEXT, to: "4915112345678" });
  const [{ method, path, headers, form }, abroad] = server.requests;
  assert.equal(method, "POST");
  assert.equal(path, "/2010-04-01/Accounts/AC123/Messages.json");
  assert.equal(headers.get("authorization"), `Basic ${btoa("AC123:token-secret")}`);
  assert.match(headers.get("content-type")!, /^application\/x-www-form-urlencoded/);
  assert.deepEqual(form, { To: "+15555550100", From: "+15555550111", Body: TEXT.text });
  assert.equal(abroad.form.To, "+4915112345678");
});

Deno.test("a messaging service can stand for the sending number", async () => {
  await using server = twilioServer();
  await createTexter({ ...server.options("MG123"), log: recordedLog() }).send(TEXT);
  assert.deepEqual(server.requests[0].form, { To: "+15555550100", MessagingServiceSid: "MG123", Body: TEXT.text });
});

Deno.test("a number refused is given up, trouble of our own is tried again, and neither is told", async () => {
  for (
    const [status, code, permanent] of [
      [400, 21211, true],
      [404, 20404, true],
      [401, 20003, false],
      [403, 20005, false],
      [429, 20429, false],
      [500, 0, false],
    ] as const
  ) {
    await using server = twilioServer(() =>
      Response.json({ code, status, message: "The 'To' number +15555550100 is not valid: token-secret" }, { status })
    );
    const log = recordedLog();
    const error = await failure(createTexter({ ...server.options(), log }).send(TEXT));
    assert.equal(error.permanent, permanent, String(status));
    assert.match(error.message, new RegExp(`${status}`));
    assert.deepEqual(log.lines.map((line) => JSON.parse(line)), [{ event: "text_refused", id: "msg-1", status, code }]);
    assert.ok(!/5555|secret/.test(error.message), error.message);
  }
});

Deno.test("a page in place of an answer, and no answer at all, are tried again", async () => {
  {
    await using server = twilioServer(() => new Response("<html>", { status: 502 }));
    assert.equal(
      (await failure(createTexter({ ...server.options(), log: recordedLog() }).send(TEXT))).permanent,
      false,
    );
  }
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  const twilio = { accountSid: "AC123", authToken: "t", from: "+1", baseUrl: `http://127.0.0.1:${port}` };
  assert.equal(
    (await failure(createTexter({ transport: "twilio", twilio, log: recordedLog() }).send(TEXT))).permanent,
    false,
  );
});

Deno.test("texts that are off are not owed, and logged ones tell no number", async () => {
  const log = recordedLog();
  assert.equal(createTexter({ transport: "off", log }).enabled, false);
  await createTexter({ transport: "off", log }).send(TEXT);
  assert.deepEqual(log.lines, []);
  const logged = createTexter({ transport: "log", log });
  assert.equal(logged.enabled, true);
  await logged.send(TEXT);
  assert.deepEqual(log.lines.map((line) => JSON.parse(line)), [{ event: "text_logged", id: "msg-1" }]);
});

Deno.test("Twilio without its account, token or sender stops the start", () => {
  for (const missing of ["accountSid", "authToken", "from"]) {
    const twilio = { accountSid: "AC123", authToken: "t", from: "+1", [missing]: "" };
    assert.throws(() => createTexter({ transport: "twilio", twilio, log: recordedLog() }), /TWILIO_/);
  }
});
