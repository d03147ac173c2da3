/**
 * What the server takes, as patterns for the OpenAPI document. Spelled without `\d`, `\s` and lookaheads, which tools of
 * other languages read differently or not at all.
 */

/** What `trim()` takes away. */
const SPACE = "[\\t-\\r \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]*";
const CONTROL = "\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029";
const CONTROL_BUT_LINES = "\\u0000-\\u0009\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f";
const SPACES = "\\t-\\r \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff";

const trimmed = (pattern: string) => `^${SPACE}${pattern}${SPACE}$`;

/** What the pattern takes, or nothing but spaces. */
export const orBlank = (pattern: string) => `^(?:${pattern.slice(1, -1)}|${SPACE})$`;

/** Not blank, at most so many characters without control characters, and any space around it. */
export const oneLine = (max: number) =>
  trimmed(`[^${SPACES}${CONTROL}](?:[^${CONTROL}]{0,${max - 2}}[^${SPACES}${CONTROL}])?`);
export const ONE_LINE = oneLine(120);

/** Line breaks, and no other control characters but around it; at most so many characters. */
export const lines = (max: number) =>
  trimmed(
    `(?:[^${SPACES}${CONTROL_BUT_LINES}](?:[^${CONTROL_BUT_LINES}]{0,${max - 2}}[^${SPACES}${CONTROL_BUT_LINES}])?)?`,
  );

/** Looked up as it is: no control characters at all. */
export const REFERENCE = `^[^${CONTROL}]+$`;

export const EMAIL = trimmed(
  "(?:[A-Za-z0-9_'+-]+\\.)*[A-Za-z0-9_'+-]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9][A-Za-z0-9-]*\\.)+[A-Za-z]{2,}",
);

/** 10 to 15 digits among anything. */
export const PHONE = "^(?:[^0-9]*[0-9]){10,15}[^0-9]*$";

/** A handle to be: any case, inner hyphens. */
export const HANDLE = trimmed("[A-Za-z0-9](?:[A-Za-z0-9-]{0,60}[A-Za-z0-9])?");

/** 16 letters and digits, with spaces and hyphens anywhere. */
export const GIFT_CARD_CODE = "^(?:[ -]*[A-Za-z0-9]){16}[ -]*$";

const LEAP_YEAR =
  "(?:[2-9][0-9](?:0[48]|[2468][048]|[13579][26])|19(?:7[26]|8[048]|9[26])|(?:[2468][048]|[3579][26])00)";
const YEAR = "(?:19[7-9][0-9]|[2-8][0-9]{3}|9[0-8][0-9]{2}|99[0-8][0-9]|999[0-8])";
const DAY =
  "(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))";
const HOURS = "(?:[01][0-9]|2[0-3]):[0-5][0-9]";

/** A time of the years 1970 to 9998, with `Z` or an offset. */
export const INSTANT = `^(?:${LEAP_YEAR}-02-29|${YEAR}-${DAY})T${HOURS}:[0-5][0-9](?:\\.[0-9]+)?(?:Z|[+-]${HOURS})$`;

const BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
const LABEL = "[a-z0-9]+(?:[-_]+[a-z0-9]+)*";
const HOST = `(?:(?:${LABEL}\\.)*[a-z](?:[-_]*[a-z0-9])*|${BYTE}(?:\\.${BYTE}){3})`;
const LONG_PORT = "[1-9][0-9]{3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]";
/** A port that is named is not the one that goes without saying: 443, or 80. */
const HTTPS_PORT = `(?::(?:[1-9][0-9]?|[1-35-9][0-9]{2}|4[0-35-9][0-9]|44[0-24-9]|${LONG_PORT}))?`;
const HTTP_PORT = `(?::(?:[1-9]|[1-79][0-9]|8[1-9]|[1-9][0-9]{2}|${LONG_PORT}))?`;
const THIS_MACHINE = `(?:(?:${LABEL}\\.)*localhost|127\\.0\\.0\\.1|\\[::1\\])`;

/** `https://host[:port]`, and http for this machine. */
export const ORIGIN = `^(?:https://${HOST}${HTTPS_PORT}|http://${THIS_MACHINE}${HTTP_PORT})$`;

/** One of these words, in any case. */
export function anyCase(words: Iterable<string>): string {
  const spelled = [...words].map((word) => word.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`));
  return trimmed(`(?:${spelled.join("|")})`);
}
