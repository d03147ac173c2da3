/** A booking on its client's page. */
import type { Client } from "../../domain/clients.ts";
import type { BookingOfClient } from "../../domain/enrollment_lists.ts";
import { ms } from "../../domain/time.ts";
import type { PageContext } from "../ui/page_context.ts";
import { Row, RowLink } from "../ui/row.tsx";
import { Tag } from "../ui/tag.tsx";
import { describePayment } from "./describe_payment.tsx";
import { describeStatus } from "./describe_status.tsx";

export function BookingRow(
  { call, booking, client }: { call: PageContext; booking: BookingOfClient; client: Client },
) {
  const { format, nowMs } = call;
  const { id, status, className, classId, scheduledAt, durationMin } = booking;
  const live = status === "Confirmed" || status === "PendingPayment";
  return (
    <Row
      class={status === "Cancelled" || status === "Expired" ? "gone" : undefined}
      name={className}
      href={`/console/classes/${classId}`}
      tags={[status === "NoShow" && <Tag kind="bad">No-show</Tag>]}
      lines={[
        booking.name !== null && booking.name !== client.name && `For ${booking.name}`,
        <time datetime={scheduledAt}>{format.shortDate(scheduledAt)}, {format.span(scheduledAt, durationMin)}</time>,
        <>
          {describeStatus(call, booking, client)} {describePayment(format, booking)}
        </>,
      ]}
      actions={live && ms(scheduledAt) > nowMs && (
        <RowLink
          href={`/console/bookings/${id}/cancel`}
          label="Cancel…"
          of={`${className}, ${format.dateTime(scheduledAt)}`}
          danger
          dialog
        />
      )}
    />
  );
}
