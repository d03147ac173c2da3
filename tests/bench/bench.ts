/**
 * The promises of speed, each as a ratio within one run: `deno task bench [what…]`, all of it unless named.
 * Machines differ and others use them: only what was measured in turns is compared.
 */
import { bookings } from "./bookings.ts";
import { bookingsInProcess } from "./bookings_in_process.ts";
import { growth } from "./growth.ts";
import { mails } from "./mails.ts";
import { pinned } from "./processes.ts";
import { reads } from "./reads.ts";

const ALL: Record<string, (directory: string) => Promise<void>> = {
  reads: (directory) => reads(directory, 20),
  bookings: (directory) => bookings(directory, 3),
  in_process: bookingsInProcess,
  mails,
  growth,
};

const directory = await Deno.makeTempDir({ prefix: "alera-bench-" });
try {
  if (pinned) console.log("server on one core, load on the other");
  for (const what of Deno.args.length > 0 ? Deno.args : Object.keys(ALL)) {
    if (!ALL[what]) throw new Error(`Not one of ${Object.keys(ALL).join(", ")}: ${what}`);
    await ALL[what](await Deno.makeTempDir({ dir: directory }));
  }
} finally {
  await Deno.remove(directory, { recursive: true });
}
