/** Examples of operations hold placeholders such as `{classId}`. This is what replaces them. */

/** What the document shows. `/docs` in development shows records of the sample studio instead. */
export const SAMPLE_VALUES: Record<string, string> = {
  handle: "sculpt-co",
  newHandle: "sculpt-co",
  today: "2026-05-13",
  soon: "2026-06-13",
  nextWeek: "2026-05-18T11:00:00.000Z",
  providerId: "prov-2f6e",
  serviceId: "svc-90c3",
  classId: "class-7a2c",
  freeClassId: "class-7a2c",
  fullClassId: "class-7a2c",
  spareClassId: "class-7a2c",
  laterClassId: "class-7a2c",
  pastClassId: "class-7a2c",
  enrollmentId: "enr-9d8f",
  spareEnrollmentId: "enr-9d8f",
  pastEnrollmentId: "enr-9d8f",
  spareWaitlistEntryId: "wl-3c1b",
  movableEnrollmentId: "enr-9d8f",
  otherMovableEnrollmentId: "enr-9d8f",
  movableCancelToken: "djF8ZW5yL",
  waitlistEntryId: "wl-3c1b",
  appointmentId: "appt-5d20",
  spareAppointmentId: "appt-5d20",
  clientId: "cli-08d2",
  spareClientId: "cli-08d2",
  mergedClientId: "cli-08d2",
  blackoutId: "bo-51f0",
  packageTypeId: "pkg-33e1",
  giftCardId: "gc-1e9b",
  owedRefundId: "rf-60a1",
  giftCardCode: "ABC123XYZ4567890",
  spareKeyId: "key-77b0",
  eventId: "evt-8c41",
  endpointId: "we-41c7",
  spareEndpointId: "we-41c7",
  feedFile: "abc123.ics",
  checkoutSessionId: "cs_test_a1b2",
  leaveToken: "d2wtdjF8d2wtM2MxYg",
  cancelToken: "djF8ZW5yL",
  tipToken: "dGlwLXYxfC4uLg",
  customerToken: "Y3VzdC12MXwy",
};

/** Replaces the known placeholders in every string of a value. Others stay: Stripe has some of its own. */
export function fillIn<T>(value: T, values: Record<string, string>): T {
  if (typeof value === "string") return value.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all) as T;
  if (Array.isArray(value)) return value.map((one) => fillIn(one, values)) as T;
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fillIn(one, values)])) as T;
  }
  return value;
}
