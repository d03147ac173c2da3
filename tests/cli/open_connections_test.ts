import assert from "node:assert/strict";
import { HEAD_WITHIN, IDLE_WITHIN, OpenConnections } from "../../src/cli/open_connections.ts";

/** Connections by name, and who of them was closed. */
function world() {
  const open = new OpenConnections();
  const closed: string[] = [];
  return { open, closed, add: (name: string, now: number) => open.add(() => closed.push(name), now) };
}

Deno.test("who sends no whole request is closed before who waits between two; who is being answered never", () => {
  const { open, closed, add } = world();
  const [silent, between, busy] = [add("silent", 0), add("between", 0), add("busy", 0)];
  open.begin(between);
  open.end(between, 0);
  open.begin(busy);
  assert.equal(open.closeOverdue(HEAD_WITHIN), 0);
  assert.equal(open.closeOverdue(HEAD_WITHIN + 1), 1);
  assert.deepEqual(closed, ["silent"]);
  open.closeOverdue(IDLE_WITHIN + 1);
  assert.deepEqual(closed, ["silent", "between"]);
  open.closeOverdue(100 * IDLE_WITHIN);
  assert.deepEqual([...open], [busy]);
  assert.equal(silent.busy, 0);
});

Deno.test("requests that share a connection keep it until the last is answered, and each answer renews its time", () => {
  const { open, closed, add } = world();
  const shared = add("shared", 0);
  open.begin(shared);
  open.begin(shared);
  open.end(shared, 5);
  open.closeOverdue(10 * IDLE_WITHIN);
  assert.deepEqual(closed, []);
  open.end(shared, 10 * IDLE_WITHIN);
  open.closeOverdue(11 * IDLE_WITHIN);
  assert.deepEqual(closed, []);
  open.touch(shared, 11 * IDLE_WITHIN);
  open.closeOverdue(12 * IDLE_WITHIN);
  assert.deepEqual(closed, [], "a download that is being read");
  open.closeOverdue(12 * IDLE_WITHIN + 1);
  assert.deepEqual(closed, ["shared"]);
  open.end(shared, 0);
  assert.equal(open.size, 0, "an answer to one who has gone brings nobody back");
});

Deno.test("whoever has been idle longest makes room, new or known; nobody who is being answered", () => {
  const { open, closed, add } = world();
  const first = add("first", 0);
  add("second", 1);
  open.begin(first);
  open.end(first, 2);
  add("third", 3);
  const busy = add("busy", 0);
  open.begin(busy);
  while (open.closeLongestIdle());
  assert.deepEqual(closed, ["second", "first", "third"]);
  assert.equal(open.size, 1);
});
