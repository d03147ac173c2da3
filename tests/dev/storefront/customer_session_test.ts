import assert from "node:assert/strict";
import { person } from "../../support/studio.ts";
import { jane, storefront } from "./visitor.ts";

Deno.test("whoever is signed in is known to the API at every form", async () => {
  const sent: { path: string; customerToken?: string }[] = [];
  await using t = await storefront();
  const classId = await t.studio.addClass({ capacity: 1, priceCents: 0 });
  const full = await t.studio.addClass({ capacity: 1, priceCents: 0 });
  await t.studio.book(full, person(2));
  await t.studio.book(await t.studio.addClass({ priceCents: 0 }), jane);
  const { request } = t.app;
  t.app.request = (path, init, ...rest) => {
    if (init?.method === "POST") sent.push({ path: path as string, ...JSON.parse(init.body as string) });
    return request.call(t.app, path, init, ...rest);
  };
  const visit = async (signedIn: boolean) => {
    const visitor = t.visitor();
    if (signedIn) {
      await visitor.post("/me/link", { email: jane.email });
      await t.settle();
      await visitor.get(t.link("signin_link", jane.email));
    }
    sent.length = 0;
    await visitor.post(`/classes/${classId}/book`, { ...jane });
    await visitor.post(`/classes/${full}/waitlist`, { ...jane });
    await visitor.post("/packs", { ...jane, pack: t.pack.id });
    await visitor.post("/gift-cards", { purchaserName: jane.name, purchaserEmail: jane.email, amount: "5000" });
    const token = visitor.cookie("customer");
    assert.equal(token !== undefined, signedIn);
    assert.equal(sent.length, 4);
    for (const { path, customerToken } of sent) assert.equal(customerToken, token, path);
  };
  await visit(true);
  await visit(false);
});
