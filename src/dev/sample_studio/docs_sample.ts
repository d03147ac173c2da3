import type { DocsSample } from "../../http/services.ts";
import type { SampleStudio } from "./sample_studio.ts";

/** What the reference's "Try it" is filled with. */
export function docsSample(studio: SampleStudio): DocsSample {
  const {
    key,
    publishableKey,
    origin,
    ownerToken,
    handle,
    providerId,
    serviceId,
    packageTypeId,
    appointmentId,
    tipToken,
  } = studio;
  const { paidClassId: classId, freeClassId, fullClassId } = studio;
  return {
    key,
    publishableKey,
    origin,
    ownerToken,
    handle,
    values: {
      providerId,
      serviceId,
      packageTypeId,
      classId,
      spareClassId: classId,
      laterClassId: classId,
      freeClassId,
      fullClassId,
      appointmentId,
      tipToken,
    },
  };
}
