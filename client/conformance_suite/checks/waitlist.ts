import { area, equal, ok } from "../suite.ts";
import { refused } from "../world.ts";

export const WAITLIST = area("waitlist", {
  "only of a full class; once for each customer, in order; left with its token": async (w) => {
    const id = await w.addClass();
    const join = (person: object) => w.call("POST", `/api/classes/${id}/waitlist`, person);
    refused(await join(w.person()), 409, "seats_available");
    const holder = w.person();
    await w.book(id, holder);
    refused(await join(holder), 409, "already_booked");
    const [first, second] = [w.person(), w.person()];
    const { body: entry } = await join(first);
    equal("first", [entry.position, entry.alreadyOnWaitlist], [1, false]);
    ok("waitlistEntryId", /^wl-/.test(entry.waitlistEntryId));
    equal("second", (await join(second)).body.position, 2);
    const { body: again } = await join(first);
    equal("again", [again.waitlistEntryId, again.alreadyOnWaitlist], [entry.waitlistEntryId, true]);
    equal("waitlistCount", (await w.findClass(id)).waitlistCount, 2);
    const leave = `/api/waitlist/${entry.waitlistEntryId}/leave`;
    refused(await w.call("POST", leave, { leaveToken: "x" }), 401, "invalid_token");
    for (const _ of [1, 2]) equal("left", (await w.call("POST", leave, { leaveToken: entry.leaveToken })).status, 200);
    equal("the second is first", (await join(second)).body.position, 1);
  },
  "ten joins of one customer at once are one entry": async (w) => {
    const id = await w.addClass();
    await w.book(id);
    const person = w.person();
    const joins = Array.from({ length: 10 }, () => w.call("POST", `/api/classes/${id}/waitlist`, person));
    const answers = await Promise.all(joins);
    equal("entries", new Set(answers.map(({ body }) => body.waitlistEntryId)).size, 1);
    equal("waitlistCount", (await w.findClass(id)).waitlistCount, 1);
  },
}, "owner");
