import { randomText } from "../domain/ids.ts";

const PROCESS = randomText(12);
let requests = 0;

/** The caller's x-request-id if it is valid, else this process's name and a number: random text for each request would cost more. */
export function requestIdOf(headers: Headers): string {
  const given = headers.get("x-request-id");
  return given !== null && /^[A-Za-z0-9._:-]{1,128}$/.test(given) ? given : `${PROCESS}-${(++requests).toString(36)}`;
}
