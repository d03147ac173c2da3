/** Forms that name what is not there, not theirs, or not asked for. */
import assert from "node:assert/strict";
import { DAY, iso } from "../../src/domain/time.ts";
import { readable, signIn } from "../support/console.ts";
import { consoleRecordsOf } from "../support/console_records.ts";
import { addStudio, studio } from "../support/studio.ts";
import { csrfOf, guarded, once } from "./guarded.ts";

Deno.test("an id that can't be one is there for nobody, and no fault", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const csrf = await csrfOf(owner);
  for (const { method, path } of guarded(t).filter((one) => one.path.includes(":"))) {
    for (const id of ["%00", "a%00b", "%ff", "%0d%0aset-cookie:x", "x".repeat(5000), "..%2f..", "__proto__"]) {
      const body = new URLSearchParams({ csrf, once: once() }).toString();
      const got = await owner.send(method, path.replace(/:\w+/, id), method === "POST" ? body : undefined);
      assert.equal(got.status, 404, `${method} ${path} with ${id.slice(0, 20)}`);
    }
  }
  const odd = ["%00", "a%00b", "%ed%a0%80", "%", "x".repeat(5000), "__proto__", btoa('["\\ud800","x"]'), "9999-12-31"];
  for (const name of ["client", "cursor", "before", "q", "date", "week", "month", "to", "service", "done", "part"]) {
    for (const { method, path } of guarded(t).filter((one) => one.method === "GET" && !one.path.includes(":"))) {
      for (const value of odd) {
        const got = await owner.send(method, `${path}?${name}=${value}`);
        assert.ok(got.status < 500, `${path}?${name}=${value.slice(0, 20)}: ${got.status}`);
      }
    }
  }
});

Deno.test("a form that names another studio's records in its fields gets nowhere", async () => {
  await using t = await studio();
  await signIn(t, t.studio);
  const theirs = await consoleRecordsOf(t.studio);
  const mine = await addStudio(t);
  const owner = await signIn(t, mine);
  await mine.addClass();
  const csrf = await csrfOf(owner);
  const before = (await t.studio.manage("GET", "export")).text;
  const date = iso(t.clock.now() + 5 * DAY).slice(0, 10);
  const fresh = { csrf, date, time: "10:00", price: "20", capacity: "5", durationMin: "50", step: "save" };
  const somebody = { name: "Paul", email: "paul@example.com", phone: "5555551234" };
  const attempts: [path: string, fields: Record<string, string>][] = [
    ["/console/classes/new", { ...fresh, serviceId: theirs.serviceId }],
    ["/console/classes/new", { ...fresh, serviceId: mine.serviceId, instructorId: theirs.instructorId }],
    ["/console/classes/copy", { csrf, to: date, on: theirs.classId, said: "1" }],
    ["/console/appointments/new", { ...fresh, ...somebody, serviceId: theirs.serviceId }],
    ["/console/settings/messages", { csrf, message: theirs.messageId }],
  ];
  for (const [path, fields] of attempts) {
    const got = await owner.send("POST", path, new URLSearchParams({ once: once(), ...fields }).toString());
    assert.ok(got.status >= 400 || path.endsWith("copy"), `${path}: ${got.status} ${got.to}`);
    assert.doesNotMatch(got.text, /Jane|Sarah/);
  }
  assert.equal((await owner.send("GET", `/console/appointments/new?client=${theirs.clientId}`)).status, 404);
  assert.equal((await mine.books("class_sessions")).length, 1);
  assert.equal((await mine.books("appointments")).length, 0);
  assert.equal((await t.studio.manage("GET", "export")).text, before);
});

Deno.test("fields a form does not have are not stored, and the mark of one submission is each studio's own", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const { handle, id } = (await t.studio.manage("GET", "provider")).body;
  await owner.submit("/console/settings/profile", {
    handle: "stolen",
    id: "prov-x",
    stripeAccountId: "acct_evil",
    chargesEnabled: "true",
    __proto__: "x",
  });
  const after = (await t.studio.manage("GET", "provider")).body;
  assert.equal(`${after.handle} ${after.id}`, `${handle} ${id}`);
  assert.equal((await t.studio.manage("GET", "stripe")).body.accountId, t.studio.accountId);

  // The same mark with the same words in two studios: each makes its own, and neither sees the other's answer.
  const other = await addStudio(t);
  const stranger = await signIn(t, other);
  const mark = once();
  const keys = [];
  for (const one of [owner, stranger]) {
    const fields = { csrf: await csrfOf(one), once: mark, label: "Site", origin: "https://a.example" };
    const got = await one.send("POST", "/console/settings/keys", new URLSearchParams(fields).toString());
    keys.push(/alr_[a-z0-9]+_[a-z0-9]+/.exec(readable(got.text))![0]);
  }
  assert.ok(keys[0] !== keys[1]);
});
