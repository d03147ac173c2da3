/// <reference lib="dom" />
/** What this tab keeps until it is closed: who is signed in, and what is being paid. */

/** A booking whose customer went to pay. */
export interface Unpaid {
  enrollmentId: string;
  cancelToken: string;
  checkoutUrl: string;
  checkoutSessionId: string;
  classId: string;
  /** Milliseconds: until then the seat is held. */
  until: number;
}

interface Kept {
  token?: string | null;
  unpaid?: Unpaid;
}

let all: Record<string, Kept> = {};
try {
  all = JSON.parse(sessionStorage.alera);
} catch { /* Nothing yet; or storage is off, and it lasts as long as the page. */ }

/** What is kept of a studio. @param more is added to it */
export function kept(handle: string, more?: Kept): Kept {
  if (more) {
    all[handle] = { ...all[handle], ...more };
    try {
      sessionStorage.alera = JSON.stringify(all);
    } catch { /* As above. */ }
  }
  return all[handle] ?? {};
}
