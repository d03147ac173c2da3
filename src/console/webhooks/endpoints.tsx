/** The list of webhook endpoints, and a new one. */
import { countPending } from "../../domain/webhook_deliveries.ts";
import type { WebhookEndpoint } from "../../domain/webhook_endpoints.ts";
import { addEndpoint } from "../../workflows/events/endpoints.ts";
import { allEndpoints } from "../../workflows/events/list_endpoints.ts";
import { Empty } from "../ui/empty.tsx";
import { ButtonForm, Form, FormActions, FormError } from "../ui/form.tsx";
import { FormInput } from "../ui/form_input.ts";
import type { FormHandler, PageContext } from "../ui/page_context.ts";
import { Row, RowLink, RowMenu, Rows } from "../ui/row.tsx";
import { Section } from "../ui/section.tsx";
import { NewLink, settingPath, settingsPage } from "../ui/settings_page.tsx";
import { Breaking } from "./breaking.tsx";
import { EndpointFields, readEndpoint } from "./endpoint_fields.tsx";
import { addressOf, describeTrouble, describeTypes, hostOf, StateTag } from "./endpoint_state.tsx";
import { SecretOnce } from "./secret_once.tsx";

const FLASH = { deleted: "The endpoint is deleted. Nothing is sent there any more." };

export const endpoints: FormHandler = {
  page: (call) => showList(call),
  /** Makes one and shows its secret this once. */
  async submit(call) {
    const input = readEndpoint(call);
    const made = await call.once(() => addEndpoint(call.ctx, call.provider.id, input));
    call.form = new FormInput();
    return await showList(call, made);
  },
};

async function showList(call: PageContext, made?: { id: string; secret: string }): Promise<Response> {
  const { ctx, provider } = call;
  const all = await allEndpoints(ctx, provider.id);
  const waiting = await Promise.all(all.map((one) => countPending(ctx.db, one.id)));
  return settingsPage(
    call,
    "webhooks",
    {
      intro:
        "Alera tells your other systems what happens: a booking, a refund, a new client. Each event is tried up to 10 times in 3 days, until your system answers with 200.",
      flash: made ? undefined : FLASH,
      actions: <NewLink href="#new" label="New endpoint" first={all.length === 0} />,
    },
    made && <SecretOnce id={made.id} secret={made.secret} title="Endpoint added" />,
    <Section id="endpoints" title="Endpoints">
      {all.length
        ? <Rows>{all.map((one, i) => <EndpointRow call={call} of={one} waiting={waiting[i]} />)}</Rows>
        : <Empty what="No system is told of anything yet." how="Add the address where yours listens." />}
    </Section>,
    <Section id="new" title="New endpoint">
      <Form call={call} action={settingPath("webhooks")}>
        <FormError call={call} />
        <EndpointFields call={call} />
        <FormActions submit="Add endpoint" />
      </Form>
    </Section>,
    <p class="visually-hidden" id="copied" aria-live="polite"></p>,
  );
}

function EndpointRow({ call, of, waiting }: { call: PageContext; of: WebhookEndpoint; waiting: number }) {
  const path = `${settingPath("webhooks")}/${of.id}`;
  return (
    <Row
      name={<Breaking text={addressOf(of)} />}
      href={path}
      class="endpoint"
      tags={[<StateTag of={of} />]}
      lines={[of.description, describeTypes(of, waiting)]}
      note={describeTrouble(call, of)}
      actions={of.status === "enabled"
        ? (
          <>
            <ButtonForm call={call} action={`${path}/test`} class="">
              Send a test<span class="visually-hidden">{` to ${hostOf(of)}`}</span>
            </ButtonForm>
            <RowMenu id={`more-${of.id}`} name={hostOf(of)}>
              <RowLink href={`${path}/rotate`} label="Rotate secret…" of={`of ${hostOf(of)}`} dialog />
              <Turn call={call} path={path} to="disabled" of={of} />
            </RowMenu>
          </>
        )
        : <Turn call={call} path={path} to="enabled" of={of} />}
    />
  );
}

function Turn(
  { call, path, to, of }: { call: PageContext; path: string; to: WebhookEndpoint["status"]; of: WebhookEndpoint },
) {
  return (
    <ButtonForm
      call={call}
      action={`${path}/turn`}
      class=""
      button={to === "disabled" ? "button quiet" : "button"}
      name="to"
      value={to}
    >
      {to === "disabled" ? "Turn off" : "Turn on"}
      <span class="visually-hidden">{` ${hostOf(of)}`}</span>
    </ButtonForm>
  );
}
