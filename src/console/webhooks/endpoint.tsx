/** One endpoint: what was sent to it, and what came of that. */
import {
  countPending,
  findDeliveredEvent,
  listDeliveries,
  type ManagedDelivery,
} from "../../domain/webhook_deliveries.ts";
import { getEndpoint } from "../../domain/webhook_endpoints.ts";
import { reference } from "../../schemas/basics.ts";
import { changeEndpoint } from "../../workflows/events/endpoints.ts";
import { replayEvent, sendTest } from "../../workflows/events/replay.ts";
import { ButtonForm, FormError } from "../ui/form.tsx";
import { Pager } from "../ui/listing.tsx";
import { showPage } from "../ui/page.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { Section } from "../ui/section.tsx";
import { below, settingPath } from "../ui/settings_page.tsx";
import { Breaking } from "./breaking.tsx";
import { Deliveries } from "./deliveries.tsx";
import { addressOf, describeTrouble, describeTypes, hostOf, StateTag } from "./endpoint_state.tsx";

const PAGE = 50;
const FLASH = {
  tested: "The test is on its way. Reload this page in a moment to see whether it arrived.",
  again: "It is on its way again. Reload this page in a moment to see whether it arrived.",
  on: "Turned on. What happens from now on is sent there.",
  off: "Turned off. What was still waiting has failed.",
  saved: "Saved.",
};

const pathOf = (id: string) => `${settingPath("webhooks")}/${id}`;

/** GET: its deliveries, newest first. */
export async function endpointPage(call: PageContext): Promise<Response> {
  const { ctx, provider, id, query } = call;
  const endpoint = await getEndpoint(ctx.db, provider.id, id);
  const cursor = query.get("cursor") ?? undefined;
  const [waiting, page, opened] = await Promise.all([
    countPending(ctx.db, id),
    listDeliveries(ctx.db, provider.id, id, { limit: PAGE, cursor }),
    reference(200).safeParse(query.get("open")).success
      ? findDeliveredEvent(ctx.db, provider.id, id, query.get("open")!)
      : null,
  ]);
  const rows: ManagedDelivery[] = JSON.parse(page.itemsJson);
  const isOn = endpoint.status === "enabled";
  const path = pathOf(id);
  return showPage(
    call,
    {
      ...below("webhooks"),
      title: hostOf(endpoint),
      flash: FLASH,
      intro: (
        <>
          <Breaking text={addressOf(endpoint)} /> <StateTag of={endpoint} />
          <br />
          {describeTypes(endpoint, waiting)}
        </>
      ),
    },
    <FormError call={call} />,
    describeTrouble(call, endpoint) && (
      <div class="notice attention">
        <p>{describeTrouble(call, endpoint)}</p>
      </div>
    ),
    <div class="actions">
      {isOn && <ButtonForm call={call} action={`${path}/test`} class="">Send a test</ButtonForm>}
      <ButtonForm call={call} action={`${path}/turn`} class="" name="to" value={isOn ? "disabled" : "enabled"}>
        {isOn ? "Turn off" : "Turn on"}
      </ButtonForm>
      <a class="button quiet" href={`${path}/edit`}>Edit</a>
      <a class="button quiet" href={`${path}/rotate`} data-dialog>Rotate secret…</a>
      <a class="button quiet danger" href={`${path}/delete`} data-dialog>Delete…</a>
    </div>,
    <Section id="deliveries" title="Deliveries" aside={<p class="muted small">Newest first, 30 days</p>}>
      {rows.length
        ? (
          <Deliveries
            call={call}
            endpoint={endpoint}
            path={path}
            cursor={cursor}
            rows={rows}
            opened={opened && { ...opened, deliveryId: query.get("open")! }}
          />
        )
        : <p class="muted">Nothing was sent here yet.</p>}
      <Pager
        first={cursor ? path : null}
        next={page.nextCursor && `${path}?cursor=${page.nextCursor}`}
        labels={{ first: "Newest deliveries", next: "Older deliveries" }}
      />
    </Section>,
  );
}

/** POST */
export async function testEndpoint({ ctx, provider, id, once }: PageContext): Promise<Response> {
  await once(() => sendTest(ctx, provider.id, id));
  return redirect(pathOf(id), "tested");
}

/** POST */
export async function turnEndpoint({ ctx, provider, id, form }: PageContext): Promise<Response> {
  const status = form.text("to") === "enabled" ? "enabled" : "disabled";
  await changeEndpoint(ctx, provider.id, id, { status });
  return redirect(pathOf(id), status === "enabled" ? "on" : "off");
}

/** POST: one event, to this endpoint. */
export async function replayDelivery({ ctx, provider, id, form, once }: PageContext): Promise<Response> {
  await getEndpoint(ctx.db, provider.id, id);
  await once(() => replayEvent(ctx, provider.id, form.text("event"), id));
  return redirect(pathOf(id), "again");
}
