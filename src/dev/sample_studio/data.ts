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
