/** Somebody who is not signed in. */
import { Owner } from "../../support/console.ts";
import type { studio } from "../../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;

/** A browser without a cookie. */
export const visitor = (t: World) => new Owner(t, t.studio, "");

/** Asks for a sign-in link. */
export const ask = (t: World, email: string, headers: Record<string, string> = {}) =>
  visitor(t).send("POST", "/console/signin", new URLSearchParams({ email }).toString(), headers);

/** The owner's email. */
export const emailOf = async (t: World) => (await t.studio.manage("GET", "provider")).body.email as string;
