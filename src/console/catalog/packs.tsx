/** The list of packs, on sale or not. */
import type { PackageType } from "../../domain/package_types.ts";
import { allPackageTypes } from "../../workflows/catalog/list_catalog.ts";
import { changePackageType } from "../../workflows/catalog/package_types.ts";
import { Empty } from "../ui/empty.tsx";
import { ButtonForm } from "../ui/form.tsx";
import { pluralize } from "../ui/format.ts";
import type { PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { Row, RowLink, Rows } from "../ui/row.tsx";
import { Section } from "../ui/section.tsx";
import { NewLink, settingsPage } from "../ui/settings_page.tsx";

const PACKS = "/console/settings/packs";
const FLASH = {
  made: "The pack is on sale.",
  "made-off": "The pack is created. It is not on sale yet.",
  saved: "Saved. Packs already sold stay as they are.",
  "on-sale": "On sale again.",
  "off-sale": "Off sale: nobody can buy it from now on. Packs already sold stay valid.",
};

/** GET: the list. */
export async function packsPage(call: PageContext): Promise<Response> {
  const all = await allPackageTypes(call.ctx, call.provider.id);
  const onSale = all.filter((one) => one.active);
  const offSale = all.filter((one) => !one.active);
  return settingsPage(
    call,
    "packs",
    {
      intro: "Classes bought together, used one by one.",
      actions: <NewLink href={`${PACKS}/new`} label="New pack" first={all.length === 0} />,
      flash: FLASH,
    },
    all.length === 0 && (
      <Empty what="No packs yet." how="Five classes for the price of four and a half is a good first one." />
    ),
    all.length > 0 && (
      <Section id="on-sale" title="On sale" headClass="list-head" class="">
        {onSale.length ? <Packs call={call} packs={onSale} /> : <p class="muted">None.</p>}
      </Section>
    ),
    offSale.length > 0 && (
      <Section id="off-sale" title="Not on sale" headClass="list-head">
        <Packs call={call} packs={offSale} />
      </Section>
    ),
  );
}

/** POST: puts a pack on sale, or takes it off. */
export async function switchSale(call: PageContext): Promise<Response> {
  const active = call.form.text("active") === "on";
  await changePackageType(call.ctx, call.provider.id, call.id, { active });
  return redirect(PACKS, active ? "on-sale" : "off-sale");
}

function Packs({ call, packs }: { call: PageContext; packs: PackageType[] }) {
  return (
    <Rows class="offers">
      {packs.map((one) => (
        <Row
          name={one.name}
          href={`${PACKS}/${one.id}`}
          lines={[describePack(call, one)]}
          actions={
            <>
              <RowLink href={`${PACKS}/${one.id}`} label="Edit" of={one.name} />
              <ButtonForm call={call} action={`${PACKS}/${one.id}/sale`} name="active" value={one.active ? "" : "on"}>
                {one.active ? "Take off sale" : "Put on sale"}
                <span class="visually-hidden">{` ${one.name}`}</span>
              </ButtonForm>
            </>
          }
        />
      ))}
    </Rows>
  );
}

function describePack({ format }: PageContext, one: PackageType): string {
  const validity = one.validDays === null ? "never expires" : `valid for ${pluralize(one.validDays, "day")}`;
  return `${pluralize(one.sessionsTotal, "class", "classes")}, ${format.money(one.priceCents)}, ${validity}`;
}
