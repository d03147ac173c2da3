import assert from "node:assert/strict";
import { verifyWebhook, WebhookVerificationError } from "@alera/client";
import { Webhook } from "standardwebhooks";

const SECRET = `whsec_${btoa("a secret of the tests")}`;
const OTHER = `whsec_${btoa("another secret of the tests")}`;
const NOW = Date.parse("2026-05-11T15:00:00.000Z");
const PAYLOAD = JSON.stringify({
  type: "booking.confirmed",
  timestamp: "2026-05-11T15:00:00.000Z",
  data: { id: "enr-1", note: "ü" },
});

/** As a library that is not ours signs it. */
function signed(secrets = [SECRET], at = NOW, payload = PAYLOAD): Record<string, string> {
  return {
    "webhook-id": "evt-1",
    "webhook-timestamp": String(Math.floor(at / 1000)),
    "webhook-signature": secrets.map((one) => new Webhook(one).sign("evt-1", new Date(at), payload)).join(" "),
  };
}

const verify = (
  headers: Record<string, string>,
  payload: string | Uint8Array = PAYLOAD,
  secret: string | string[] = SECRET,
) => verifyWebhook(payload, headers, secret, { now: NOW });

Deno.test("what another library signed is verified, in any form of headers and body", async () => {
  const event = await verify(signed());
  assert.deepEqual(event, { ...JSON.parse(PAYLOAD), id: "evt-1" });
  await verify(signed(), new TextEncoder().encode(PAYLOAD));
  await verifyWebhook(PAYLOAD, new Headers(signed()), SECRET, { now: NOW });
  const node = Object.fromEntries(Object.entries(signed()).map(([name, value]) => [name, [value]]));
  await verifyWebhook(PAYLOAD, node, SECRET, { now: NOW });
  await verify(signed(), PAYLOAD, SECRET.slice("whsec_".length));
});

Deno.test("while secrets are replaced, one of them is enough, on either side", async () => {
  await verify(signed([OTHER, SECRET]));
  await verify(signed([OTHER]), PAYLOAD, [SECRET, OTHER]);
  await verify({ ...signed(), "webhook-signature": `v1a,AAAA v1,%%% ${signed()["webhook-signature"]}` });
});

Deno.test("what was changed, is too old or too new, or was signed by another is refused", async () => {
  const refused: [headers: Record<string, string>, payload?: string][] = [
    [signed(), PAYLOAD.replace("enr-1", "enr-2")],
    [{ ...signed(), "webhook-id": "evt-2" }],
    [{ ...signed(), "webhook-timestamp": String(NOW / 1000 + 1) }],
    [signed([OTHER])],
    [signed([SECRET], NOW - 301_000)],
    [signed([SECRET], NOW + 301_000)],
    [{ ...signed(), "webhook-timestamp": "soon" }],
    [{ ...signed(), "webhook-signature": signed()["webhook-signature"].replace("v1,", "v2,") }],
    [{ ...signed(), "webhook-signature": "" }],
    [{}],
  ];
  for (const [headers, payload] of refused) {
    await assert.rejects(verify(headers, payload), WebhookVerificationError, JSON.stringify(headers));
  }
  await verify(signed([SECRET], NOW - 299_000));
  await assert.rejects(
    verify(signed(), PAYLOAD, "whsec_"),
    TypeError,
    "a secret that is none is a fault of the site's",
  );
});
