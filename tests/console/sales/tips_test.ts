import assert from "node:assert/strict";
import { signIn } from "../../support/console.ts";
import { person, studio } from "../../support/studio.ts";
import { csvRows, read } from "./read_sales.ts";

Deno.test("tips: from whom, for what, and that they may be had", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  assert.match(
    await read(owner, "/console/sales/tips"),
    /No tips yet\. Clients can tip after an appointment, .* Choose which services do/,
  );
  const visit = await t.studio.completedAppointment(person(1));
  await t.stripe.pay(await t.studio.startTip(visit.tipToken, 700));
  await t.settle();
  assert.match(
    await read(owner, "/console/sales/tips"),
    /Client Tip Jane 1 Mon, May 11, 10:00 AM, for Pilates Class on Mon, May 11 \$7\.00 1 tip \$7\.00/,
  );
  assert.deepEqual(await csvRows(owner, "/console/sales/tips.csv"), [{
    "Tipped": "2026-05-11T10:00:00-05:00",
    "Tip": "7.00",
    "Refunded": "0.00",
    "Currency": "USD",
    "Client": "Jane 1",
    "Service": "Pilates Class",
    "Appointment": "2026-05-11T09:00:00-05:00",
  }]);
});
