/** Pages behind the sign-in, and what a form of theirs needs. */
import { formOf, type Owner } from "../support/console.ts";
import type { studio } from "../support/studio.ts";

/** Every route that needs a session and names a record, if any, of a studio's own. */
export const guarded = (t: Awaited<ReturnType<typeof studio>>) =>
  t.app.routes().filter(({ path }) =>
    /^\/console(\/|$)/.test(path) && !/^\/console\/(signin|console\.)/.test(path) && !path.includes(":kind")
  );

/** The mark of an owner's session in every form. */
export const csrfOf = async (owner: Owner) =>
  new Map(formOf((await owner.page("/console/settings/devices")).text, "/console/signout")).get("csrf")!;

/** The mark of one submission. */
export const once = () => crypto.randomUUID().replaceAll("-", "");
