/** Books the next class with a free seat: `node book.mjs "Jane Doe" jane@example.com 5555550100` */
import { AleraError, createAlera } from "@alera/client";

const { ALERA_URL, ALERA_KEY, SITE, HANDLE } = process.env;
const [name, email, phone] = process.argv.slice(2);
const alera = createAlera({ url: ALERA_URL, key: ALERA_KEY, origin: SITE });
const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

try {
  const { classes } = await alera.get("/api/classes", { query: { handle: HANDLE, from: day(0), to: day(28) } });
  const next = classes.find((one) => one.seatsLeft > 0);
  if (!next) throw new Error("Every class is full.");
  const booking = await alera.post("/api/classes/{id}/book", { path: { id: next.id }, body: { name, email, phone } });
  console.log(`${next.nameSnapshot}, ${next.scheduledAt}: ${booking.enrollmentId}`);
  console.log(booking.checkoutUrl ? `Pay here: ${booking.checkoutUrl}` : "Booked: it is free.");
} catch (error) {
  if (!(error instanceof AleraError)) throw error;
  console.error(`${error.code}: ${error.message}`);
  for (const { path, message } of error.issues) console.error(`  ${path}: ${message}`);
  process.exitCode = 1;
}
