/** The style sheet of the console, in the order of its parts. */
const FOLDER = new URL("./styles/", import.meta.url);

/** Later ones win within a layer; the first says which layers win. */
export const STYLES: URL[] = [
  "layers",
  "tokens",
  "base",
  "layout",
  "buttons",
  "forms",
  "notices",
  "seat_meter",
  "tables",
  "controls",
  "charts",
  "overflow",
  "schedule",
  "week",
  "week_grid",
  "lanes",
  "rows",
  "settings",
  "sales",
  "desk",
  "sign_in",
  "clients",
  "book_in",
  "webhooks",
  "print",
].map((name) => new URL(`${name}.css`, FOLDER));
