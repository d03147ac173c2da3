import { load, requestBytes } from "./load.ts";
const [port, key, secs, ...classes] = Deno.args;
const headers = { "x-alera-key": key, origin: "https://s.example" };
await load({
  port: Number(port),
  connections: 64,
  seconds: 3,
  request: (c, n) =>
    requestBytes(
      "POST",
      `/api/classes/${classes[(c + n) % classes.length]}/book`,
      headers,
      JSON.stringify({
        name: "Jane Doe",
        email: `warm-${c}-${n}@example.com`,
        phone: String(6_000_000_000 + c * 10_000_000 + n),
      }),
    ),
});
const r = await load({
  port: Number(port),
  connections: 64,
  seconds: Number(secs),
  request: (c, n) =>
    requestBytes(
      "POST",
      `/api/classes/${classes[(c + n) % classes.length]}/book`,
      headers,
      JSON.stringify({
        name: "Jane Doe",
        email: `jane-${c}-${n}@example.com`,
        phone: String(5_000_000_000 + c * 10_000_000 + n),
      }),
    ),
});
console.log(r);
