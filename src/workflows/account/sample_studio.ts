/** How development's sample studio is recognised. Production asks too: that studio's keys have been printed. */
import { findProviderByHandle } from "../../domain/providers.ts";
import type { Context } from "../context.ts";

export const SAMPLE_HANDLE = "sculpt-co";
export const SAMPLE_EMAIL = "owner@sculpt-co.example";

/** Whether the database holds the sample studio. */
export async function holdsSampleStudio(ctx: Context): Promise<boolean> {
  return (await findProviderByHandle(ctx.db, SAMPLE_HANDLE))?.email === SAMPLE_EMAIL;
}
