/** What the studio's developer writes down: the site's own words, and what the API doesn't tell. */

export const STUDIO = {
  name: "Sculpt Pilates Co.",
  mark: "sculpt",
  claim: "Small classes, strong people.",
  lead: "Reformers and mats on Halsted Street. Few in the room, so your teacher sees you.",
  address: "1847 North Halsted Street, Chicago",
  email: "hello@sculpt-co.example",
  locale: "en-US",
  currency: "usd",
  timezone: "America/Chicago",
  city: "Chicago",
};

export const TIPS = [500, 1000, 2000];
export const GIFTS = [2500, 5000, 10000];
