/** The devices that are signed in. */
import { type ConsoleSession, listConsoleSessions } from "../../domain/console_sessions.ts";
import { DAY, HOUR, iso, ms } from "../../domain/time.ts";
import { signOutDevice, signOutOtherDevices } from "../../workflows/account/devices.ts";
import { ButtonForm, Form } from "../ui/form.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { Row, Rows } from "../ui/row.tsx";
import { settingsPage } from "../ui/settings_page.tsx";
import { Tag } from "../ui/tag.tsx";

const DEVICES = "/console/settings/devices";

/** GET: this device first. */
export async function devicesPage(call: PageContext): Promise<Response> {
  const { ctx, provider, session, nowMs } = call;
  const all = await listConsoleSessions(ctx.db, provider.id, iso(nowMs));
  const others = all.filter((one) => one.id !== session.id);
  const here = all.find((one) => one.id === session.id) ?? session;
  return settingsPage(
    call,
    "devices",
    {
      intro: "Where somebody is signed in to your studio. A device stays signed in for 14 days.",
      flash: {
        "signed-out": "That device is signed out.",
        "others-signed-out": "Every other device is signed out.",
      },
    },
    <Rows>
      <Row name={here.device} tags={[<Tag kind="good">This device</Tag>]} lines={[since(call, here)]}>
        <ButtonForm call={call} action="/console/signout">Sign out</ButtonForm>
      </Row>
      {others.map((one) => (
        <Row name={one.device} lines={[lastSeen(call, one), since(call, one)]}>
          <ButtonForm call={call} action={`${DEVICES}/${one.id}/signout`}>
            Sign out<span class="visually-hidden">{` ${one.device}, ${since(call, one)}`}</span>
          </ButtonForm>
        </Row>
      ))}
    </Rows>,
    others.length > 0 && (
      <Form call={call} action={`${DEVICES}/others`} class="section stack">
        <p class="muted">
          One you don’t know? Sign out everywhere else. Whoever can read {provider.email} can sign in again.
        </p>
        <button class="button" type="submit">Sign out everywhere else</button>
      </Form>
    ),
  );
}

/** POST: signs one device out. */
export async function signOutOne({ ctx, provider, id }: PageContext): Promise<Response> {
  await signOutDevice(ctx, provider.id, id);
  return redirect(DEVICES, "signed-out");
}

/** POST: signs all others out. */
export async function signOutOthers({ ctx, provider, session }: PageContext): Promise<Response> {
  await signOutOtherDevices(ctx, provider.id, session.id);
  return redirect(DEVICES, "others-signed-out");
}

const since = ({ format }: PageContext, one: ConsoleSession) => `Signed in ${format.dateTime(one.createdAt)}`;

/** Use is recorded once an hour, so nothing more exact is known. */
function lastSeen({ format, nowMs }: PageContext, one: ConsoleSession): string {
  const past = nowMs - ms(one.lastSeenAt);
  if (past < HOUR) return "Used within the last hour";
  return past < DAY
    ? `Last used around ${format.ago(one.lastSeenAt)}`
    : `Last used ${format.shortDate(one.lastSeenAt)}`;
}
