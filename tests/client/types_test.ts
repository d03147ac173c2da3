import assert from "node:assert/strict";
import { generateTypes, TYPES } from "../../client/build/types.ts";
import { startApp } from "../support/app.ts";

Deno.test("the client's types are those of the API's document", async () => {
  await using t = await startApp();
  const { body } = await t.send("GET", "/openapi.json");
  const types = await generateTypes(body);
  assert.ok(types === await Deno.readTextFile(TYPES), "they differ: deno task client:generate");

  const changed = structuredClone(body);
  delete changed.components.schemas.Booking.properties.cancelToken;
  assert.notEqual(await generateTypes(changed), types, "a field that is gone is noticed");
});
