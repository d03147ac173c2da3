import assert from "node:assert/strict";
import { createTexter } from "../../src/adapters/texter.ts";
import { recordedLog } from "../support/outgoing_mails.ts";

const TEXT = { id: "msg-1", to: "5555550100", text: "Your class moved: see you at 7:00 & bring water 💧" };

Deno.test("texts that are off are not enqueued, and logged ones tell no number", async () => {
  const log = recordedLog();
  assert.equal(createTexter({ transport: "off" }, log).enabled, false);
  await createTexter({ transport: "off" }, log).send(TEXT);
  assert.deepEqual(log.lines, []);
  const logged = createTexter({ transport: "log" }, log);
  assert.equal(logged.enabled, true);
  await logged.send(TEXT);
  assert.deepEqual(log.lines.map((line) => JSON.parse(line)), [{ event: "text_logged", id: "msg-1" }]);
});

Deno.test("Twilio without its account, token or sender stops the start", () => {
  for (const missing of ["accountSid", "authToken", "from"]) {
    const twilio = { accountSid: "AC123", authToken: "t", from: "+1", [missing]: "" };
    assert.throws(() => createTexter({ transport: "twilio", twilio }, recordedLog()), /TWILIO_/);
  }
});
