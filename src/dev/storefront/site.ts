/** What the studio's developer writes down: the site's own words, and what the API doesn't tell. */

export const STUDIO = {
  name: "Sculpt Pilates Co.",
  mark: "sculpt",
  claim: "Small classes, strong people.",
  lead: "Reformers and mats on Halsted Street. Never more than twelve in the room, so your teacher sees you.",
  address: "1847 North Halsted Street, Chicago",
  email: "hello@sculpt-co.example",
  locale: "en-US",
  currency: "usd",
  timezone: "America/Chicago",
  city: "Chicago",
  /** As the owner has set it: until then, cancellation is free. */
  cancelWindowHours: 24,
};

/** A package type of the owner's: the API sells by its id, but has no list of them. */
export interface Pack {
  id: string;
  name: string;
  classes: number;
  priceCents: number;
  /** From the day it is bought; null: for ever. */
  validDays: number | null;
}

export const TIPS = [500, 1000, 2000];
export const GIFTS = [2500, 5000, 10000];
