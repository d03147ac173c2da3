/** The sample studio's people, services, prices and hours. */
import type { PackageTypeInput } from "../../domain/package_types.ts";
import type { ServiceInput } from "../../domain/services.ts";
import { SAMPLE_EMAIL, SAMPLE_HANDLE } from "../../workflows/account/sample_studio.ts";

export const ZONE = "America/Chicago";
/** How many weeks of classes it has. */
export const WEEKS = 4;

export const PROVIDER = {
  handle: SAMPLE_HANDLE,
  displayName: "Sculpt Pilates Co.",
  email: SAMPLE_EMAIL,
  timezone: ZONE,
  bio: "Reformer and mat Pilates in small groups.",
};

export const INSTRUCTORS = { sarah: "Sarah Lee", mia: "Mia Torres", priya: "Priya Raghunathan" };

export const SERVICES = {
  flow: {
    name: "Reformer Flow",
    durationMin: 50,
    priceCents: 2000,
    capacity: 6,
    cancelWindowHours: null,
    tipsEnabled: true,
  },
  tower: {
    name: "Tower & Mat",
    durationMin: 55,
    priceCents: 3200,
    capacity: 4,
    cancelWindowHours: null,
    tipsEnabled: true,
  },
  stretch: {
    name: "Community Stretch",
    durationMin: 45,
    priceCents: 0,
    capacity: 12,
    cancelWindowHours: 2,
    tipsEnabled: false,
  },
} satisfies Record<string, ServiceInput>;

export const PACKAGE_TYPES = [
  { name: "5-Class Pack", sessionsTotal: 5, priceCents: 9000, validDays: 180, active: true },
  { name: "10-Class Pack", sessionsTotal: 10, priceCents: 16000, validDays: 365, active: true },
] satisfies PackageTypeInput[];

export interface WeeklyClass {
  /** 0 is Sunday. */
  weekdays: number[];
  hour: number;
  service: keyof typeof SERVICES;
  instructor: keyof typeof INSTRUCTORS;
  /** Where it is not the service's. */
  capacity?: number;
  publicNote?: string;
}

/** In the order in which a day's classes are made. */
export const WEEKLY_CLASSES: WeeklyClass[] = [
  {
    weekdays: [6],
    hour: 10,
    service: "stretch",
    instructor: "mia",
    publicNote: "Free for everybody. Bring a mat if you have one.",
  },
  { weekdays: [1, 2, 3, 4, 5], hour: 7, service: "flow", instructor: "sarah" },
  {
    weekdays: [2, 4],
    hour: 12,
    service: "tower",
    instructor: "priya",
    publicNote: "For everybody who has been on the reformer before.",
  },
  { weekdays: [1], hour: 18, service: "flow", instructor: "mia", capacity: 3 },
  { weekdays: [2, 4], hour: 18, service: "flow", instructor: "mia" },
  { weekdays: [3], hour: 18, service: "flow", instructor: "mia", capacity: 2 },
  { weekdays: [5], hour: 18, service: "flow", instructor: "mia", capacity: 1 },
];

/** Three days from now, once: it is filled at once. */
export const FULL_CLASS = {
  hour: 16,
  service: "stretch",
  instructor: "priya",
  capacity: 2,
  publicNote: "A small room: two places.",
} as const;

const client = (name: string, phone: string) => ({
  name,
  email: `${name.split(" ")[0].toLowerCase().normalize("NFD").replace(/[^a-z]/g, "")}@example.com`,
  phone,
});

export const FULL_CLASS_CLIENTS = [client("Ana Ruiz", "5555550200"), client("Ben Okafor", "5555550201")];
export const WAITING_CLIENT = client("Chloe Park", "5555550210");
export const APPOINTMENT_CLIENT = client("Dana Wolf", "5555550220");

/** They book and pay, as far as payments work. */
export const REGULARS = [
  client("Adaeze Nwachukwu", "5555550300"),
  client("Hannah Kim", "5555550301"),
  client("Lucía Villanueva", "5555550302"),
  client("Mei-Ling Zhao", "5555550303"),
  client("Tom O’Shaughnessy", "5555550304"),
  client("Yusra Abdi", "5555550305"),
];

export const GIFT_CARD = {
  amountCents: 7500,
  recipientName: "Rosa Delgado",
  recipientEmail: "rosa@example.com",
  giftMessage: "Happy birthday!",
};

/** They were there in the last two months, as the regulars were. */
export const PAST_CLIENTS = [
  client("Gia Romano", "5555550310"),
  client("Priscilla Oyelaran", "5555550311"),
  client("Noor Haddad", "5555550312"),
  client("Wren Castillo", "5555550313"),
  client("Ingrid Solberg", "5555550314"),
  client("Beatriz Fonseca", "5555550315"),
];

/** Bought in the last two months: by which of those people, of which type, on which day of them. */
export const PAST_PACKS = [
  { buyer: 0, type: 1, day: 0 },
  { buyer: 1, type: 1, day: 0 },
  { buyer: 2, type: 0, day: 0 },
  { buyer: 3, type: 1, day: 2 },
  { buyer: 6, type: 1, day: 3 },
  { buyer: 7, type: 1, day: 9 },
  { buyer: 8, type: 1, day: 15 },
  { buyer: 4, type: 0, day: 34 },
  { buyer: 5, type: 1, day: 36 },
  { buyer: 9, type: 1, day: 41 },
];

/** Sold in the last two months: on which day of them, by which of those people, and what was spent at the desk. */
export const PAST_GIFT_CARDS = [
  {
    giver: 7,
    day: 12,
    amountCents: 10_000,
    recipientName: "Oskar Solberg",
    recipientEmail: "oskar@example.com",
    giftMessage: "Stretch!",
    spentCents: [2000, 3200],
  },
  {
    giver: 5,
    day: 30,
    amountCents: 5000,
    recipientName: "Layla Haddad",
    recipientEmail: "layla@example.com",
    giftMessage: "Happy birthday!",
    spentCents: [5000],
  },
  {
    giver: 9,
    day: 51,
    amountCents: 15_000,
    recipientName: null,
    recipientEmail: null,
    giftMessage: null,
    spentCents: [],
  },
];

/** Appointments of the last two months, and the tip after each. */
export const PAST_TIPS = [
  { client: 6, day: 11.6, amountCents: 500 },
  { client: 8, day: 19.4, amountCents: 1000 },
  { client: 10, day: 27.5, amountCents: 0 },
  { client: 11, day: 38.6, amountCents: 1500 },
  { client: 6, day: 46.4, amountCents: 800 },
  { client: 2, day: 57.5, amountCents: 1000 },
];
