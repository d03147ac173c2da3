/** The keys of the list. */
import type { KeyRecord } from "../../domain/api_keys.ts";
import { DAY, ms } from "../../domain/time.ts";
import { Empty } from "../ui/empty.tsx";
import { pluralize } from "../ui/format.ts";
import type { PageContext } from "../ui/page_context.ts";
import { Row, RowLink, Rows } from "../ui/row.tsx";
import { Tag } from "../ui/tag.tsx";
import { Ago, LastUsed } from "./key_use.tsx";

const KEYS = "/console/settings/keys";
const QUIET_AFTER = 90 * DAY;

/** Keys that work. */
export function LiveKeys({ call, keys, createdId }: { call: PageContext; keys: KeyRecord[]; createdId?: string }) {
  if (!keys.length) {
    return (
      <Empty
        what="No site can use your studio yet."
        how="Name the site that shows your classes, and create a key for it."
      />
    );
  }
  return (
    <>
      <Rows class="offers">{keys.map((one) => <KeyRow call={call} of={one} isNew={one.id === createdId} />)}</Rows>
      <p class="hint list-note">Use is recorded once a minute.</p>
    </>
  );
}

function KeyRow({ call, of, isNew }: { call: PageContext; of: KeyRecord; isNew: boolean }) {
  const path = `${KEYS}/${of.id}`;
  const quiet = ms(of.lastUsedAt ?? of.createdAt) < call.nowMs - QUIET_AFTER;
  return (
    <Row
      name={of.label}
      href={path}
      tags={[
        of.kind === "publishable" && <Tag>Publishable</Tag>,
        isNew && <Tag kind="good">New</Tag>,
        quiet && <Tag kind="attention">Not used for 90 days</Tag>,
      ]}
      lines={[
        <>
          <code>{of.prefix}…</code> · <LastUsed call={call} of={of} />
        </>,
        of.allowedOrigins.map((origin, index) => <>{index > 0 && <br />}{origin}</>),
      ]}
      actions={
        <>
          <RowLink href={path} label="Edit" of={of.label} />
          <RowLink href={`${path}/revoke`} label="Revoke…" of={of.label} danger dialog />
        </>
      }
    />
  );
}

/** Keys that no longer work, folded. */
export function RevokedKeys({ call, keys }: { call: PageContext; keys: KeyRecord[] }) {
  if (!keys.length) return null;
  const line = ({ prefix, revokedAt }: KeyRecord) => (
    <>
      <code>{prefix}…</code> · Revoked <Ago call={call} at={revokedAt!} />
    </>
  );
  return (
    <details>
      <summary>{pluralize(keys.length, "revoked key")}</summary>
      <Rows>{keys.map((one) => <Row name={one.label} lines={[line(one)]} />)}</Rows>
    </details>
  );
}
