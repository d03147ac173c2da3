import assert from "node:assert/strict";
import { iso } from "../../../src/domain/time.ts";
import { invalid, isId, refused } from "../../support/http.ts";
import { type Person, person, type Studio, studio } from "../../support/studio.ts";

const list = async (s: Studio, q: string): Promise<string[]> =>
  (await s.manage("GET", `clients?q=${encodeURIComponent(q)}`)).body.items.map((one: { name: string }) => one.name)
    .sort();

Deno.test("clients are found by part of a name, an email or a phone in any notation", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const people: Person[] = [
    { name: "Jane Doe", email: "jane.doe@example.com", phone: "(555) 010-2030" },
    { name: "Sam 100% Smith", email: "sam_s2@example.org", phone: "5559998877" },
    { name: "Zoë Li", email: "zoe@example.com", phone: "4915112345678" },
    { name: "Ömer Çelik", email: "o1@example.net", phone: "15550000001" },
    { name: "Jean-Élie d’Été", email: "o2@example.net", phone: "15550000002" },
    { name: "Ольга ёлкина", email: "o3@example.net", phone: "15550000003" },
    { name: "Γιώργος", email: "o4@example.net", phone: "15550000004" },
    { name: "ANNA STRAUSS", email: "o5@example.net", phone: "15550000005" },
    { name: "a*b? [^a]", email: "o6@example.net", phone: "15550000006" },
  ];
  const id = await s.addClass({ priceCents: 0, capacity: 20 });
  for (const one of people) assert.equal((await s.book(id, one)).status, 200);
  const [jane, sam, zoe, omer, elie, olga, giorgos, strauss, stars] = people.map((one) => one.name);
  for (
    const [q, found] of [
      ["", people.map((one) => one.name).sort()],
      ["  ", people.map((one) => one.name).sort()],
      ["jane", [jane]],
      ["DOE", [jane]],
      [" Jane Doe ", [jane]],
      ["example.com", [jane, zoe]],
      ["JANE.DOE@EXAMPLE.COM", [jane]],
      ["5550102030", [jane]],
      ["(555) 010-20", [jane]],
      ["555-999", [sam]],
      ["+49 151", [zoe]],
      ["Zoë", [zoe]],
      ["ZOË", [zoe]],
      // Letters of any alphabet have two cases; names of several words, hyphens and small particles too.
      ["ömer", [omer]],
      ["çelik", [omer]],
      ["ÖMER ÇELIK", [omer]],
      ["elİk", []],
      ["jean-élie", [elie]],
      ["D’ÉTÉ", [elie]],
      ["ольга ёлкина", [olga]],
      ["ЛКИНА", [olga]],
      ["γιώργος", [giorgos]],
      ["ΓΙΏΡΓΟΣ", [giorgos]],
      ["strauß", [strauss]],
      // What means something to LIKE is a character like any other.
      ["100%", [sam]],
      ["%", [sam]],
      ["_", [sam]],
      ["sam_s2", [sam]],
      // And what means something to GLOB.
      ["*", [stars]],
      ["a*b", [stars]],
      ["?", [stars]],
      ["[", [stars]],
      ["]", [stars]],
      ["[^a]", [stars]],
      ["[a-z]", []],
      // An email that holds digits is no phone.
      ["sam_s2@example.org", [sam]],
      ["nobody9@example.com", []],
      ["\\", []],
      ["'; DROP TABLE clients; --", []],
    ] as [string, string[]][]
  ) assert.deepEqual(await list(s, q), found, q);
  const [item] = (await s.manage("GET", "clients?q=jane")).body.items;
  isId(item.id, "cli");
  assert.deepEqual(item, {
    id: item.id,
    name: jane,
    email: people[0].email,
    phone: "5550102030",
    note: null,
    createdAt: iso(t.clock.now()),
  });
  invalid(await s.manage("GET", `clients?q=${"x".repeat(121)}`), "q");
});

Deno.test("a client is read with bookings, packs and the feed, as the client sees them", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const { token, packId } = await s.buyPack(person(), 3);
  await s.book(await s.addClass(), person(), { useClientPackageId: packId, customerToken: token });
  await s.hold(await s.addClass(), person());
  const me = (await t.send("GET", "/api/customer/me", undefined, { "x-customer-token": token })).body;
  const got = await s.manage("GET", `clients/${me.client.id}`);
  assert.equal(got.status, 200);
  assert.deepEqual(got.body, {
    ...me.client,
    phone: person().phone,
    note: null,
    createdAt: iso(t.clock.now()),
    enrollments: me.enrollments,
    packages: me.packages,
    calendarFeedUrl: me.calendarFeedUrl,
  });
  assert.equal(got.body.enrollments.length, 2);
  refused(await s.manage("GET", "clients/cli-none"), 404);
});
