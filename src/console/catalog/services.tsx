/** The list of services. */
import type { Service } from "../../domain/services.ts";
import { allServices } from "../../workflows/catalog/list_catalog.ts";
import { Empty } from "../ui/empty.tsx";
import { describeCancelWindow, pluralize } from "../ui/format.ts";
import type { PageContext } from "../ui/page_context.ts";
import { Row, RowLink, Rows } from "../ui/row.tsx";
import { NewLink, settingsPage } from "../ui/settings_page.tsx";

const SERVICES = "/console/settings/services";

/** GET: the list. */
export async function servicesPage(call: PageContext): Promise<Response> {
  const services = await allServices(call.ctx, call.provider.id);
  return settingsPage(
    call,
    "services",
    {
      intro: "A service with a date is a class. What you set here is what a new class begins with.",
      actions: <NewLink href={`${SERVICES}/new`} label="New service" first={services.length === 0} />,
      flash: { made: <ServiceCreated call={call} />, saved: "Saved. Classes created from now on begin with it." },
    },
    services.length
      ? (
        <Rows>
          {services.map((one) => (
            <Row
              name={one.name}
              href={`${SERVICES}/${one.id}`}
              lines={[describeService(call, one)]}
              actions={<RowLink href={`${SERVICES}/${one.id}`} label="Edit" of={one.name} />}
            />
          ))}
        </Rows>
      )
      : (
        <Empty
          what="No services yet. A service has a name, a length, a price and seats."
          how="Begin with the class you give most often; the others take a minute each."
        />
      ),
  );
}

function ServiceCreated({ call }: { call: PageContext }) {
  const id = call.query.get("service");
  return (
    <div class="stack">
      <p>The service is created.</p>
      <a class="button primary" href={`/console/classes/new${id ? `?service=${encodeURIComponent(id)}` : ""}`}>
        Put it on the schedule
      </a>
    </div>
  );
}

function describeService({ format }: PageContext, one: Service): string {
  return [
    `${one.durationMin} minutes`,
    pluralize(one.capacity, "seat"),
    one.priceCents ? format.money(one.priceCents) : "Free",
    one.cancelWindowHours === null ? "" : `free cancellation until ${describeCancelWindow(one.cancelWindowHours)}`,
    one.tipsEnabled ? "" : "no tips",
  ].filter(Boolean).join(", ");
}
