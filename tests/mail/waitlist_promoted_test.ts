import assert from "node:assert/strict";
import { HOUR } from "../../src/domain/time.ts";
import { person, studio } from "../support/studio.ts";

/** The text of the mail to somebody promoted so many hours before the class. */
async function promoted(inHours: number): Promise<string> {
  await using t = await studio();
  const classId = await t.studio.addClass({ capacity: 1, inHours });
  const first = await t.studio.seat(classId, person(1));
  const { waitlistEntryId } = (await t.studio.wait(classId, person(2))).body;
  await t.studio.cancel(first.id, first.cancelToken);
  await t.settle();
  await t.studio.manage("POST", `waitlist/${waitlistEntryId}/promote`);
  t.clock.advance(HOUR / 2 - 1); // the mail is written when it leaves
  await t.settle();
  return t.mailer.of("waitlist_promoted")[0].text;
}

Deno.test("who is offered a seat reads until when a cancel gives the money back", async () => {
  assert.match(await promoted(72), /^Free cancellation until \w+, .*: you get a full refund\.$/m);
});

Deno.test("who is offered one too late for that reads that there is no refund, by the time the mail leaves", async () => {
  for (const inHours of [3, 24.25]) {
    assert.match(
      await promoted(inHours),
      /^Free cancellation ended 24 hours before the class: there is no refund any more\.$/m,
    );
  }
});
