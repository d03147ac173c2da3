/** A production server says what was meant for development. */
import assert from "node:assert/strict";
import { startServer } from "./server.ts";

const PRODUCTION = {
  ALERA_ENV: "production",
  ALERA_SECRET: "a secret of production with 32 bytes and more",
  STRIPE_SECRET_KEY: "sk_test_of_a_test",
  STRIPE_WEBHOOK_SECRET: "whsec_of_a_test",
  STRIPE_API_BASE: "http://127.0.0.1:9",
  MAIL_TRANSPORT: "smtp",
  SMTP_URL: "smtp://127.0.0.1:9",
  MAIL_FROM: "studio@example.com",
  LOG_FORMAT: "json",
};

const KNOWN = /"event":"(public_url_is_local|sample_studio_in_production)"/;

/** Which of the two it says at its start. */
async function warnings(options: Parameters<typeof startServer>[0]): Promise<string[]> {
  const server = await startServer(options);
  await server.stop();
  return server.output().split("\n").flatMap((line) => KNOWN.exec(line)?.[1] ?? []);
}

Deno.test("production warns of development's database and of an address nobody else can reach", async () => {
  const directory = await Deno.makeTempDir({ prefix: "alera-journey-" });
  try {
    assert.deepEqual(await warnings({ directory, demo: true, env: { LOG_FORMAT: "json" } }), [], "development itself");
    assert.deepEqual(await warnings({ directory, demo: false, env: PRODUCTION }), [
      "public_url_is_local",
      "sample_studio_in_production",
    ]);
    const env = {
      ...PRODUCTION,
      ALERA_DATABASE_URL: `file:${directory}/own.db`,
      ALERA_PUBLIC_URL: "https://book.example.com",
    };
    assert.deepEqual(await warnings({ directory, demo: false, env }), []);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
