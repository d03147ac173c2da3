import { MINUTE } from "../domain/time.ts";
import { findOwnAccount } from "../workflows/account/own_account.ts";
import type { Job } from "./job.ts";

/** A studio on its own Stripe account that may not take payments yet: perhaps Stripe says otherwise by now. */
export const findOwnAccountJob: Job = {
  name: "find_own_account",
  every: MINUTE,
  pause: MINUTE,
  async run(ctx) {
    await findOwnAccount(ctx);
    return 0;
  },
};
