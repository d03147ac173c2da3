/** What tests of the pages that create and edit classes have in common. */
import { formOf, type Owner } from "../../support/console.ts";
import { studio } from "../../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;

export const NEW_CLASS = "/console/classes/new";
export const COPY = "/console/classes/copy";

/** Starts of all classes of the studio, in its zone: `2026-05-12 09:00`. */
export async function starts(t: World): Promise<string[]> {
  const { items } = (await t.studio.manage("GET", "classes?limit=200")).body;
  const zone = (await t.studio.manage("GET", "provider")).body.timezone;
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
  return items.map((one: { scheduledAt: string }) => format.format(new Date(one.scheduledAt)));
}

export async function instructor(t: World, name = "Sarah Lee"): Promise<string> {
  return (await t.studio.manage("POST", "instructors", { name })).body.id;
}

/** A class of that instructor. */
export const taught = async (t: World, instructorId: string, scheduledAt: string): Promise<string> =>
  (await t.studio.manage("POST", "classes", { serviceId: t.studio.serviceId, scheduledAt, instructorId })).body.id;

export const fill = (owner: Owner, fields: Record<string, string>) =>
  owner.submit(`${NEW_CLASS}?date=2026-06-02`, { time: "09:00", step: "check", ...fields });

/** Sends the form of the page that was answered, as it stands. */
export async function sendOn(
  owner: Owner,
  html: string,
  action: string,
  change: Record<string, string | string[]> = {},
) {
  const body = new URLSearchParams(formOf(html, action));
  for (const [name, value] of Object.entries(change)) {
    body.delete(name);
    for (const one of [value].flat()) body.append(name, one);
  }
  return await owner.send("POST", action, body.toString());
}
