import assert from "node:assert/strict";
import { createTexter } from "../../src/adapters/texter.ts";
import { failure, recordedLog } from "../support/outgoing_mails.ts";

/** A server in Twilio's place. */
function twilioServer(answer: () => Response = () => Response.json({ sid: "SM1" }, { status: 201 })) {
  const requests: { method: string; path: string; headers: Headers; form: Record<string, string> }[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const form = Object.fromEntries(new URLSearchParams(await request.text()));
    requests.push({ method: request.method, path: new URL(request.url).pathname, headers: request.headers, form });
    return answer();
  });
  const apiBase = `http://127.0.0.1:${server.addr.port}`;
  return {
    requests,
    options: (from = "+15555550111") => ({
      transport: "twilio" as const,
      twilio: { accountSid: "AC123", authToken: "token-secret", from, apiBase },
    }),
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

const TEXT = { id: "msg-1", to: "5555550100", text: "Your class moved: see you at 7:00 & bring water 💧" };

Deno.test("a text goes to Twilio as a form, with a number one can dial", async () => {
  await using server = twilioServer();
  const texter = createTexter(server.options(), recordedLog());
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
  await createTexter(server.options("MG123"), recordedLog()).send(TEXT);
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
    const error = await failure(createTexter(server.options(), log).send(TEXT));
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
      (await failure(createTexter(server.options(), recordedLog()).send(TEXT))).permanent,
      false,
    );
  }
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  const twilio = { accountSid: "AC123", authToken: "t", from: "+1", apiBase: `http://127.0.0.1:${port}` };
  assert.equal(
    (await failure(createTexter({ transport: "twilio", twilio }, recordedLog()).send(TEXT))).permanent,
    false,
  );
});
