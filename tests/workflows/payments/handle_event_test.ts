import assert from "node:assert/strict";
import { HANDLED_EVENTS } from "../../../src/workflows/payments/handle_event.ts";

Deno.test("docs/operating.md lists the events that Stripe must send, each that is handled and no other", async () => {
  const guide = await Deno.readTextFile(new URL("../../../docs/operating.md", import.meta.url));
  const [, listed] = /_Events on Connected accounts_:([^.]*(?:\.[a-z_]+[^.]*)*)\.\n/.exec(guide) ?? [];
  assert.deepEqual([...listed.matchAll(/`([^`]+)`/g)].map(([, type]) => type), HANDLED_EVENTS);
});
