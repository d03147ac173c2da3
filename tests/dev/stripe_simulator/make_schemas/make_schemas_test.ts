import assert from "node:assert/strict";
import Stripe from "stripe";
import { makeSchemas } from "../../../../src/dev/stripe_simulator/make_schemas/make_schemas.ts";

const FILE = new URL("../../../../src/dev/stripe_simulator/schemas.json", import.meta.url);

Deno.test("schemas.json is what the installed SDK's types say", async () => {
  const made = makeSchemas();
  // Not a comparison of texts: its message would be the whole file.
  assert.ok(made === await Deno.readTextFile(FILE), "run: deno task stripe:schemas");
  const { definitions, operations, "x-apiVersion": version } = JSON.parse(made);
  assert.equal(version, Stripe.API_VERSION);
  assert.equal(Object.keys(operations).length, 7);

  const session = definitions["Checkout.SessionCreateParams"];
  assert.equal(session.additionalProperties, false);
  assert.deepEqual(session.properties.expires_at, { type: "integer" });
  assert.deepEqual(session.properties.client_reference_id, { type: "string", maxLength: 200 });
  assert.deepEqual(definitions["RefundCreateParams.Reason"].enum, ["duplicate", "fraudulent", "requested_by_customer"]);
  assert.deepEqual(definitions["V2.Core.AccountLinkCreateParams"].required, ["account", "use_case"]);
  assert.equal(definitions.MetadataParam.maxProperties, 50);
});
