/** What the studio sold and gave back: the month in figures, and packs, gift cards, tips and refunds one by one, each also as a file. */
import type { Child } from "hono/jsx";
import { formatMoney, minorUnits } from "../domain/money.ts";
import type { Page as ListPage, PageRequest } from "../domain/pagination.ts";
import {
  getSoldCard,
  type KeptTip,
  listKeptTips,
  listMadeRefunds,
  listSoldCards,
  listSoldPacks,
  type MadeRefund,
  type SoldCard,
  type SoldPack,
  sumKeptTips,
  sumSoldCards,
  sumSoldPacks,
} from "../domain/sales.ts";
import { iso } from "../domain/time.ts";
import { type DayOfSales, type MonthOfSales, summarizeMonth } from "../workflows/payments/summarize_month.ts";
import { Chart, scaleOf } from "./charts.tsx";
import { amount, type Cell, csvFile, localInstant } from "./csv.ts";
import { Empty } from "./ui/empty.tsx";
import { Notice } from "./ui/flash.tsx";
import { type Format, LOCALE, pluralize } from "./ui/format.ts";
import { renderPage } from "./ui/frame.tsx";
import { Icon } from "./ui/icon.tsx";
import type { PageContext, PageRoutes } from "./ui/page_context.ts";
import { BackLink } from "./ui/page_head.tsx";

/** Declares the sales. */
export function salesPages(routes: PageRoutes): void {
  routes.get("/console/sales", month);
  routes.get("/console/sales/month.csv", monthFile);
  routes.get("/console/sales/packs", packs);
  routes.get("/console/sales/packs.csv", (call) => tableFile(call, "packs", listSoldPacks, PACK_COLUMNS));
  routes.get("/console/sales/gift-cards", giftCards);
  routes.get("/console/sales/gift-cards.csv", (call) => tableFile(call, "gift-cards", listSoldCards, CARD_COLUMNS));
  routes.get("/console/sales/gift-cards/:id", giftCard);
  routes.get("/console/sales/tips", tips);
  routes.get("/console/sales/tips.csv", (call) => tableFile(call, "tips", listKeptTips, TIP_COLUMNS));
  routes.get("/console/sales/refunds", refunds);
  routes.get("/console/sales/refunds.csv", (call) => tableFile(call, "refunds", listMadeRefunds, REFUND_COLUMNS));
}

const PAGES: [path: string, label: string][] = [
  ["", "Month"],
  ["/packs", "Packs"],
  ["/gift-cards", "Gift cards"],
  ["/tips", "Tips"],
  ["/refunds", "Refunds"],
];

function SalesNav({ at }: { at: string }) {
  return (
    <nav class="subnav" aria-label="Sales">
      {PAGES.map(([path, label]) => (
        <a href={`/console/sales${path}`} aria-current={path === at ? "page" : undefined}>{label}</a>
      ))}
    </nav>
  );
}

// ---------------------------------------------------------------- the month

const dayFormat = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(LOCALE, { timeZone: "UTC", month: "long", day: "numeric", ...options });
const longDay = dayFormat({ weekday: "long" });
const shortDay = dayFormat({ weekday: "short", month: "short" });
const monthDay = dayFormat({ month: "short" });
const on = (format: Intl.DateTimeFormat, { date }: DayOfSales) => format.format(Date.parse(date));

async function month(call: PageContext): Promise<Response> {
  const { ctx, provider, format, nowMs } = call;
  const sales = await summarizeMonth(ctx, provider, call.query.get("month"));
  const { days, total } = sales;
  const title = format.month(sales.month);
  const first = format.monthDay(days[0].date);
  const until = days.length > 1 ? ` to ${Number(days.at(-1)!.date.slice(8))}` : "";
  const sold = total.revenueCents !== 0 || total.refundsCents !== 0;
  return renderPage(
    call,
    { title: `Sales, ${title}`, tab: "sales" },
    (
      <>
        <SalesNav at="" />
        <div class="page-head">
          <h1>{title}</h1>
          <div class="actions">
            <a
              class="button icon"
              href={`/console/sales?month=${sales.previous}`}
              aria-label={`Month before: ${format.month(sales.previous)}`}
            >
              <Icon name="left" size={18} />
            </a>
            {sales.next
              ? (
                <a
                  class="button icon"
                  href={`/console/sales?month=${sales.next}`}
                  aria-label={`Month after: ${format.month(sales.next)}`}
                >
                  <Icon name="right" size={18} />
                </a>
              )
              : (
                <button type="button" class="button icon" disabled aria-label="Month after: not begun">
                  <Icon name="right" size={18} />
                </button>
              )}
            <a
              class="button"
              href={`/console/sales/month.csv?month=${sales.month}`}
              aria-label={`CSV: download ${title}`}
              download
            >
              CSV
            </a>
          </div>
          <p class="muted small">
            {first}
            {until}
            {sales.running ? `, ${format.time(iso(nowMs))}` : ""} in {format.place}.{" "}
            {currencyName(format.currency)}, before Stripe’s fees.
          </p>
        </div>
        <dl class="facts">
          <Fact name="Revenue after refunds" big>{format.money(total.revenueCents)}</Fact>
          <Fact name="Classes">{format.money(total.classesCents)}</Fact>
          <Fact name="Packs">{format.money(total.packsCents)}</Fact>
          <Fact name="Gift cards">{format.money(total.giftCardsCents)}</Fact>
          <Fact name="Tips">{format.money(total.tipsCents)}</Fact>
          <Fact name="Refunds">{format.money(0 - total.refundsCents)}</Fact>
          <Fact name="Seats filled">{seatsFilled(total)}</Fact>
        </dl>
        {!sold && total.seats === 0
          ? (
            <section class="section" aria-labelledby="days">
              <h2 id="days" class="visually-hidden">Day by day</h2>
              <Empty
                what={sales.running ? "Nothing sold and no classes this month so far." : `Nothing sold in ${title}.`}
                how={!sales.running
                  ? undefined
                  : provider.chargesEnabled
                  ? "A sale is here as soon as somebody has paid for a class, a pack, a gift card or a tip."
                  : "You can’t take payments yet. Once you can, a sale is here as soon as somebody has paid."}
                link={!sales.running
                  ? { href: "/console/sales", label: "To this month" }
                  : provider.chargesEnabled
                  ? { href: "/console", label: "To the schedule" }
                  : { href: "/console/payments", label: "See what is missing" }}
              />
            </section>
          )
          : (
            <>
              <section class="section charts" aria-labelledby="days">
                <h2 id="days" class="visually-hidden">Day by day</h2>
                <RevenueChart sales={sales} format={format} />
                <AttendanceChart sales={sales} format={format} />
              </section>
              <details class="numbers">
                <summary>Show the numbers</summary>
                <Numbers sales={sales} format={format} title={title} />
              </details>
            </>
          )}
        <p class="muted small foot">
          A sale counts on the day it was paid, a refund on the day the money went back, also if you made it in your
          Stripe dashboard or paid it back yourself. A gift card counts when it is sold, not when it is used; a class
          booked with a pack counts with the pack. A seat is filled when it was booked and not given back, no-shows too.
          Amounts are before Stripe’s fees, and days are those of {format.place}.
        </p>
      </>
    ),
  );
}

function Fact({ name, big, children }: { name: string; big?: boolean; children?: Child }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class={big ? "big" : undefined}>{children}</dd>
    </div>
  );
}

function seatsFilled({ seats, filled }: { seats: number; filled: number }): string {
  return seats === 0 ? "No classes" : `${filled} of ${seats}, ${Math.round(filled * 100 / seats)}%`;
}

/** `US dollars` */
function currencyName(currency: string): string {
  const parts = new Intl.NumberFormat(LOCALE, { style: "currency", currency, currencyDisplay: "name" }).formatToParts(
    2,
  );
  return parts.find((part) => part.type === "currency")!.value;
}

/** Under every seventh day its number, and the month's name once. */
const placeLabel = (sales: MonthOfSales) => (place: number) =>
  place === 0 ? monthDay.format(Date.parse(`${sales.month}-01`)) : place % 7 === 0 ? String(place + 1) : "";

function RevenueChart({ sales, format }: { sales: MonthOfSales; format: Format }) {
  const { days, running, total } = sales;
  const best = days.reduce((a, b) => b.revenueCents > a.revenueCents ? b : a);
  const today = running ? ` Today so far: ${format.money(days.at(-1)!.revenueCents)}.` : "";
  const finding = best.revenueCents > 0
    ? `Best day: ${on(longDay, best)}, ${format.money(best.revenueCents)}.${today}`
    : total.refundsCents > 0
    ? `No day took in more than went back.${today}`
    : running
    ? "Nothing sold so far."
    : "Nothing sold.";
  if (days.every((day) => day.revenueCents === 0)) return <NoChart heading="Revenue by day" finding={finding} />;
  const unit = minorUnits(format.currency);
  return (
    <Chart
      id="revenue"
      heading="Revenue by day"
      finding={finding}
      places={sales.length}
      bars={days.map((day, at) => ({
        at,
        value: day.revenueCents / unit,
        title: `${on(shortDay, day)}: ${format.money(day.revenueCents)}`,
      }))}
      scale={scaleOf(days.map((day) => day.revenueCents / unit))}
      lineLabel={(figure) => wholeMoney(Math.round(figure * unit), format.currency)}
      placeLabel={placeLabel(sales)}
    />
  );
}

/** `$1,200`: an axis has round figures only. */
function wholeMoney(cents: number, currency: string): string {
  return formatMoney(cents, currency).replace(/[.,]0+(?=\D*$)/, "").replace("-", "−");
}

function AttendanceChart({ sales, format }: { sales: MonthOfSales; format: Format }) {
  const { days, running } = sales;
  const open = days.filter((day) => day.seats > 0);
  const share = (day: DayOfSales) => day.filled / day.seats;
  const best = open.reduce<DayOfSales | null>((a, b) => a && share(a) >= share(b) ? a : b, null);
  const closed = days.filter((day) => day.closed);
  const today = days.at(-1)!;
  const finding = [
    best && best.filled > 0
      ? `Seats filled, of all on offer. Fullest: ${on(longDay, best)}, ${best.filled} of ${best.seats}.`
      : open.length > 0
      ? "Seats filled, of all on offer. None was filled."
      : running
      ? "No classes so far."
      : "No classes.",
    closed.length > 0 ? `Closed ${closedDays(closed, format)}.` : "",
    running && today.seats > 0 ? `Today so far: ${today.filled} of ${today.seats}.` : "",
  ].filter(Boolean).join(" ");
  if (!best) return <NoChart heading="Attendance by day" finding={finding} />;
  return (
    <Chart
      id="attendance"
      heading="Attendance by day"
      finding={finding}
      places={sales.length}
      bars={days.flatMap((day, at) =>
        day.seats === 0
          ? []
          : [{ at, value: day.filled, room: day.seats, title: `${on(shortDay, day)}: ${day.filled} of ${seats(day)}` }]
      )}
      scale={scaleOf(days.map((day) => day.seats))}
      lineLabel={(figure) => figure.toLocaleString(LOCALE)}
      placeLabel={placeLabel(sales)}
    />
  );
}

const seats = (day: DayOfSales) => pluralize(day.seats, "seat");

/** `May 25`, `May 4, 11 and 25`; many are counted. */
function closedDays(closed: DayOfSales[], format: Format): string {
  if (closed.length > 6) return `on ${closed.length} days`;
  const [first, ...others] = closed.map((day, index) =>
    index === 0 ? format.monthDay(day.date) : String(Number(day.date.slice(8)))
  );
  return new Intl.ListFormat(LOCALE, { type: "conjunction" }).format([first, ...others]);
}

function NoChart({ heading, finding }: { heading: string; finding: string }) {
  return (
    <div>
      <h3>{heading}</h3>
      <p class="muted">{finding}</p>
    </div>
  );
}

function Numbers({ sales, format, title }: { sales: MonthOfSales; format: Format; title: string }) {
  return (
    <table class="table">
      <caption class="visually-hidden">Revenue and attendance by day, {title}</caption>
      <thead>
        <tr>
          <th scope="col">Day</th>
          <th scope="col" class="num">Revenue</th>
          <th scope="col" class="num">Filled</th>
          <th scope="col" class="num">Seats</th>
        </tr>
      </thead>
      <tbody>
        {sales.days.map((day, at) => (
          <tr>
            <th scope="row">
              {on(shortDay, day)}
              {day.closed ? <span class="sub">Closed</span> : null}
              {sales.running && at === sales.days.length - 1 ? <span class="sub">So far</span> : null}
            </th>
            <td class="num">{format.money(day.revenueCents)}</td>
            <td class="num">{day.filled}</td>
            <td class="num">{day.seats}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{pluralize(sales.days.length, "day")}</th>
          <td class="num">{format.money(sales.total.revenueCents)}</td>
          <td class="num">{sales.total.filled}</td>
          <td class="num">{sales.total.seats}</td>
        </tr>
      </tfoot>
    </table>
  );
}

async function monthFile(call: PageContext): Promise<Response> {
  const { ctx, provider } = call;
  const { month, days } = await summarizeMonth(ctx, provider, call.query.get("month"));
  const money = (cents: number) => amount(cents, provider.currency);
  const rows = days.map((day): Cell[] => [
    { plain: day.date },
    money(day.classesCents),
    money(day.packsCents),
    money(day.giftCardsCents),
    money(day.tipsCents),
    money(0 - day.refundsCents),
    money(day.revenueCents),
    provider.currency.toUpperCase(),
    day.filled,
    day.seats,
  ]);
  const head = "Date,Classes,Packs,Gift cards,Tips,Refunds,Revenue after refunds,Currency,Seats filled,Seats on offer"
    .split(",");
  return csvFile(
    `${provider.handle}-sales-${month}`,
    head,
    (async function* () {
      yield await Promise.resolve(rows);
    })(),
  );
}

// ---------------------------------------------------------------- lists, a page at a time

const ROWS = 50;
const ROWS_OF_FILE = 500;
type List = (from: PageContext["ctx"]["db"], providerId: string, page: PageRequest) => Promise<ListPage>;

/** The rows of the page in view, and where older ones are. */
async function rowsOf<T>(call: PageContext, list: List): Promise<{ rows: T[]; older: string | null; first: boolean }> {
  const cursor = call.query.get("before") ?? undefined;
  const page = await list(call.ctx.db, call.provider.id, { limit: ROWS, cursor });
  return { rows: JSON.parse(page.itemsJson), older: page.nextCursor, first: cursor === undefined };
}

function Pager({ path, older, first }: { path: string; older: string | null; first: boolean }) {
  if (first && !older) return null;
  return (
    <nav class="actions pager" aria-label="Pages">
      {first ? null : <a class="button" href={path}>Newest</a>}
      {older ? <a class="button" href={`${path}?before=${encodeURIComponent(older)}`}>Older</a> : null}
    </nav>
  );
}

/** A column of a file: its head, and what stands in it. */
type Column<T> = [head: string, cell: (row: T, call: PageContext) => Cell];

/** The whole table, newest first. */
function tableFile<T>(call: PageContext, name: string, list: List, columns: Column<T>[]): Response {
  const { ctx, provider } = call;
  async function* rows(): AsyncGenerator<Cell[][], void, undefined> {
    let cursor: string | undefined;
    do {
      const page = await list(ctx.db, provider.id, { limit: ROWS_OF_FILE, cursor });
      yield (JSON.parse(page.itemsJson) as T[]).map((row) => columns.map(([, cell]) => cell(row, call)));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
  }
  return csvFile(`${provider.handle}-${name}`, columns.map(([head]) => head), rows());
}

const at = <T,>(head: string, of: (row: T) => string | null): Column<T> => [
  head,
  (row, call) => localInstant(of(row), call.provider.timezone),
];
const cents = <T extends { currency: string }>(head: string, of: (row: T) => number): Column<T> => [
  head,
  (row) => amount(of(row), row.currency),
];
const currency: Column<{ currency: string }> = ["Currency", (row) => row.currency.toUpperCase()];

/** Head of a list: what it holds, and its file. */
function ListHead({ title, file, children }: { title: string; file: string | null; children?: Child }) {
  return (
    <div class="page-head">
      <h1>{title}</h1>
      {file
        ? (
          <div class="actions">
            <a class="button" href={file} aria-label={`CSV: download all ${title.toLowerCase()}`} download>CSV</a>
          </div>
        )
        : null}
      <p class="muted small">{children}</p>
    </div>
  );
}

function At({ call, instant }: { call: PageContext; instant: string }) {
  return <time datetime={instant}>{call.format.dateTime(instant)}</time>;
}

function Client({ id, name }: { id: string | null; name: string | null }) {
  return id ? <a href={`/console/clients/${id}`}>{name}</a> : <>{name ?? "A client"}</>;
}

function RefundedHere({ call, refundedCents }: { call: PageContext; refundedCents: number }) {
  return refundedCents > 0
    ? <span class="sub">Refunded {call.format.money(refundedCents)} in your Stripe dashboard</span>
    : null;
}

// ---------------------------------------------------------------- packs

const PACK_COLUMNS: Column<SoldPack>[] = [
  at("Sold", (row) => row.soldAt),
  ["Pack", (row) => row.name],
  ["Client", (row) => row.clientName],
  ["Email", (row) => row.clientEmail],
  cents("Paid", (row) => row.priceCents),
  cents("Refunded", (row) => row.refundedCents),
  currency,
  ["Classes", (row) => row.sessionsTotal],
  ["Classes left", (row) => row.sessionsRemaining],
  at("Expires", (row) => row.expiresAt),
];

async function packs(call: PageContext): Promise<Response> {
  const { ctx, provider, format, nowMs } = call;
  const [{ rows, older, first }, sum] = await Promise.all([
    rowsOf<SoldPack>(call, listSoldPacks),
    sumSoldPacks(ctx.db, provider.id),
  ]);
  const left = (pack: SoldPack) =>
    pack.sessionsRemaining === 0
      ? "Used up"
      : pack.expiresAt !== null && pack.expiresAt <= iso(nowMs)
      ? "Expired"
      : `${pack.sessionsRemaining} of ${pack.sessionsTotal}`;
  return renderPage(
    call,
    { title: "Packs sold", tab: "sales" },
    (
      <>
        <SalesNav at="/packs" />
        <div class="listed">
          <ListHead title="Packs sold" file={sum.count ? "/console/sales/packs.csv" : null}>
            The newest first, times in {format.place}.
          </ListHead>
          {rows.length === 0
            ? (
              <Empty
                what={first ? "No packs sold yet." : "There are no older packs."}
                how={first
                  ? "A pack is a number of classes at a price. Make one, and clients can buy it on your site."
                  : undefined}
                link={first
                  ? { href: "/console/settings/packs", label: "Choose what you sell" }
                  : { href: "/console/sales/packs", label: "Newest" }}
              />
            )
            : (
              <table class="table">
                <caption class="visually-hidden">Packs sold</caption>
                <thead>
                  <tr>
                    <th scope="col">Client</th>
                    <th scope="col" class="num">Left</th>
                    <th scope="col" class="num">Paid</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((pack) => (
                    <tr>
                      <th scope="row">
                        <Client id={pack.clientId} name={pack.clientName} />
                        <span class="sub">
                          {pack.name}, <At call={call} instant={pack.soldAt} />
                        </span>
                        {pack.expiresAt && pack.sessionsRemaining > 0
                          ? (
                            <span class="sub">
                              {pack.expiresAt <= iso(nowMs) ? "Expired" : "Expires"}{" "}
                              <time datetime={pack.expiresAt}>{format.shortDate(pack.expiresAt)}</time>
                            </span>
                          )
                          : null}
                        <RefundedHere call={call} refundedCents={pack.refundedCents} />
                      </th>
                      <td class="num">{left(pack)}</td>
                      <td class="num">{format.money(pack.priceCents)}</td>
                    </tr>
                  ))}
                </tbody>
                <tfoot>
                  <tr>
                    <th scope="row">{allOf(sum.count, "pack", older, first)}</th>
                    <td></td>
                    <td class="num">{format.money(sum.cents)}</td>
                  </tr>
                </tfoot>
              </table>
            )}
          <Pager path="/console/sales/packs" older={older} first={first} />
        </div>
      </>
    ),
  );
}

/** `5 cards`, or `All 124 cards` where not all are in view. */
function allOf(count: number, word: string, older: string | null, first: boolean): string {
  return first && !older ? pluralize(count, word) : `All ${pluralize(count, word)}`;
}

// ---------------------------------------------------------------- gift cards

const CARD_COLUMNS: Column<SoldCard>[] = [
  at("Sold", (row) => row.soldAt),
  ["Card", (row) => `…${row.codeLast4}`],
  cents("Bought for", (row) => row.initialCents),
  cents("Left", (row) => row.balanceCents),
  cents("Refunded", (row) => row.refundedCents),
  currency,
  ["Bought by", (row) => row.purchaserName],
  ["Buyer’s email", (row) => row.purchaserEmail],
  ["For", (row) => row.recipientName],
  ["Recipient’s email", (row) => row.recipientEmail],
  at("Expires", (row) => row.expiresAt),
];

/** `for Sam, from Jane`, `for Jane herself`: who pays and who is given. */
function forAndFrom(card: SoldCard): string {
  return card.recipientName
    ? `for ${card.recipientName}, from ${card.purchaserName}`
    : `bought by ${card.purchaserName}`;
}

function isExpired(card: SoldCard, nowMs: number): boolean {
  return card.expiresAt !== null && card.expiresAt <= iso(nowMs);
}

async function giftCards(call: PageContext): Promise<Response> {
  const { ctx, provider, format, nowMs } = call;
  const [{ rows, older, first }, sum] = await Promise.all([
    rowsOf<SoldCard>(call, listSoldCards),
    sumSoldCards(ctx.db, provider.id, iso(nowMs)),
  ]);
  return renderPage(
    call,
    { title: "Gift cards sold", tab: "sales" },
    (
      <>
        <SalesNav at="/gift-cards" />
        <div class="listed">
          <ListHead title="Gift cards sold" file={sum.count ? "/console/sales/gift-cards.csv" : null}>
            The newest first, times in{" "}
            {format.place}. Of a code only the last four letters are shown: it is as good as money.
          </ListHead>
          {rows.length === 0
            ? (
              <Empty
                what={first ? "No gift cards sold yet." : "There are no older cards."}
                how={first
                  ? "Clients buy them on your site, for any amount. The code goes out by email; each use takes from its balance."
                  : undefined}
                link={first ? undefined : { href: "/console/sales/gift-cards", label: "Newest" }}
              />
            )
            : (
              <table class="table">
                <caption class="visually-hidden">Gift cards sold</caption>
                <thead>
                  <tr>
                    <th scope="col">Card</th>
                    <th scope="col" class="num">Bought for</th>
                    <th scope="col" class="num">Left</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((card) => (
                    <tr>
                      <th scope="row">
                        <a href={`/console/sales/gift-cards/${card.id}`}>…{card.codeLast4}</a>
                        <span class="sub">
                          <time datetime={card.soldAt}>{format.shortDate(card.soldAt)}</time>, {forAndFrom(card)}
                        </span>
                        <RefundedHere call={call} refundedCents={card.refundedCents} />
                      </th>
                      <td class="num">{format.money(card.initialCents)}</td>
                      <td class="num">
                        {card.balanceCents === 0
                          ? "Used up"
                          : isExpired(card, nowMs)
                          ? "Expired"
                          : format.money(card.balanceCents)}
                      </td>
                    </tr>
                  ))}
                </tbody>
                <tfoot>
                  <tr>
                    <th scope="row">{allOf(sum.count, "card", older, first)}</th>
                    <td class="num">{format.money(sum.cents)}</td>
                    <td class="num">{format.money(sum.leftCents)}</td>
                  </tr>
                </tfoot>
              </table>
            )}
          <Pager path="/console/sales/gift-cards" older={older} first={first} />
        </div>
      </>
    ),
  );
}

async function giftCard(call: PageContext): Promise<Response> {
  const { ctx, provider, format, nowMs } = call;
  const { card, entries } = await getSoldCard(ctx.db, provider.id, call.id);
  const title = `Gift card …${card.codeLast4}`;
  let balance = card.initialCents;
  const expired = isExpired(card, nowMs);
  return renderPage(
    call,
    { title, tab: "sales" },
    (
      <>
        <SalesNav at="/gift-cards" />
        <div class="listed">
          <BackLink href="/console/sales/gift-cards" label="Gift cards" />
          <div class="page-head">
            <h1>{title}</h1>
          </div>
          {card.refundedCents > 0 && card.balanceCents > 0 && !expired
            ? (
              <Notice kind="attention">
                You refunded {format.money(card.refundedCents)}{" "}
                of this card in your Stripe dashboard. The card still works: {format.money(card.balanceCents)}{" "}
                can be spent with its code.
              </Notice>
            )
            : null}
          <dl class="facts card">
            <Fact name={expired ? "Left when it expired" : "Left"} big>{format.money(card.balanceCents)}</Fact>
            <Fact name="Bought for">{format.money(card.initialCents)}</Fact>
            <Fact name="Bought by">
              {card.purchaserName}
              {card.purchaserEmail ? <span class="sub">{card.purchaserEmail}</span> : null}
            </Fact>
            <Fact name="For">
              {card.recipientName ?? (card.recipientEmail ? "" : "Whoever has the code")}
              {card.recipientEmail ? <span class="sub">{card.recipientEmail}</span> : null}
            </Fact>
            <Fact name={expired ? "Expired" : "Expires"}>
              {card.expiresAt ? <time datetime={card.expiresAt}>{format.shortDate(card.expiresAt)}</time> : "Never"}
            </Fact>
          </dl>
          {card.message
            ? (
              <section class="section" aria-labelledby="message">
                <h2 id="message">Message on the card</h2>
                <p class="lines">{card.message}</p>
              </section>
            )
            : null}
          <section class="section" aria-labelledby="ledger">
            <h2 id="ledger">What happened on it</h2>
            <table class="table">
              <caption class="visually-hidden">Everything that happened on this card</caption>
              <thead>
                <tr>
                  <th scope="col">What</th>
                  <th scope="col" class="num">Amount</th>
                  <th scope="col" class="num">Balance</th>
                </tr>
              </thead>
              <tbody>
                <tr>
                  <th scope="row">
                    Bought by {card.purchaserName}
                    <span class="sub">
                      <At call={call} instant={card.soldAt} />
                    </span>
                  </th>
                  <td class="num">{format.money(card.initialCents)}</td>
                  <td class="num">{format.money(card.initialCents)}</td>
                </tr>
                {entries.map((entry) => (
                  <tr>
                    <th scope="row">
                      Used for {entry.reference}
                      <span class="sub">
                        <At call={call} instant={entry.at} />
                      </span>
                    </th>
                    <td class="num">{format.money(-entry.cents)}</td>
                    <td class="num">{format.money(balance -= entry.cents)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {entries.length === 0
              ? (
                <p class="muted small">
                  Not used yet. Each use stands here with your own reference of the visit it paid for.
                </p>
              )
              : null}
          </section>
        </div>
      </>
    ),
  );
}

// ---------------------------------------------------------------- tips

const TIP_COLUMNS: Column<KeptTip>[] = [
  at("Tipped", (row) => row.tippedAt),
  cents("Tip", (row) => row.cents),
  cents("Refunded", (row) => row.refundedCents),
  currency,
  ["Client", (row) => row.clientName],
  ["Service", (row) => row.serviceName],
  at("Appointment", (row) => row.scheduledAt),
];

async function tips(call: PageContext): Promise<Response> {
  const { ctx, provider, format } = call;
  const [{ rows, older, first }, sum] = await Promise.all([
    rowsOf<KeptTip>(call, listKeptTips),
    sumKeptTips(ctx.db, provider.id),
  ]);
  return renderPage(
    call,
    { title: "Tips", tab: "sales" },
    (
      <>
        <SalesNav at="/tips" />
        <div class="listed">
          <ListHead title="Tips" file={sum.count ? "/console/sales/tips.csv" : null}>
            The newest first, times in {format.place}.
          </ListHead>
          {rows.length === 0
            ? (
              <Empty
                what={first ? "No tips yet." : "There are no older tips."}
                how={first
                  ? "Clients can tip after an appointment, if the service allows it: the email after the visit has the link."
                  : undefined}
                link={first
                  ? { href: "/console/settings/services", label: "Choose which services do" }
                  : { href: "/console/sales/tips", label: "Newest" }}
              />
            )
            : (
              <table class="table">
                <caption class="visually-hidden">Tips</caption>
                <thead>
                  <tr>
                    <th scope="col">Client</th>
                    <th scope="col" class="num">Tip</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((tip) => (
                    <tr>
                      <th scope="row">
                        <Client id={tip.clientId} name={tip.clientName} />
                        <span class="sub">
                          <At call={call} instant={tip.tippedAt} />, for {tip.serviceName} on{" "}
                          <time datetime={tip.scheduledAt}>{format.shortDate(tip.scheduledAt)}</time>
                        </span>
                        <RefundedHere call={call} refundedCents={tip.refundedCents} />
                      </th>
                      <td class="num">{format.money(tip.cents)}</td>
                    </tr>
                  ))}
                </tbody>
                <tfoot>
                  <tr>
                    <th scope="row">{allOf(sum.count, "tip", older, first)}</th>
                    <td class="num">{format.money(sum.cents)}</td>
                  </tr>
                </tfoot>
              </table>
            )}
          <Pager path="/console/sales/tips" older={older} first={first} />
        </div>
      </>
    ),
  );
}

// ---------------------------------------------------------------- refunds

const REASONS: Record<MadeRefund["reason"], string> = {
  cancellation: "Booking cancelled",
  class_cancelled: "Class cancelled",
  seat_gone: "Paid when the seat was gone",
  duplicate_tip: "A second tip for one visit",
  buyer_gone: "Paid late by somebody erased since",
  dashboard: "Made in your Stripe dashboard",
};

function reasonOf({ reason, state }: MadeRefund): string {
  return state === "refused" ? "Booking kept" : REASONS[reason];
}

/** Where the money is, in words; `needs`: the owner has to do something. */
function stateOf(refund: MadeRefund): { text: string; settled: boolean; needs: boolean } {
  if (refund.state !== "intent" && refund.owedCents > 0) {
    return { text: "Returned by the bank", settled: false, needs: true };
  }
  if (refund.manualRefundAt) return { text: "Paid back by you", settled: true, needs: false };
  switch (refund.state) {
    case "succeeded":
      return { text: "Refunded", settled: true, needs: false };
    case "pending":
      return { text: "On its way to the bank", settled: false, needs: false };
    case "intent":
      return refund.ownerNotifiedAt
        ? { text: "Stripe refuses it", settled: false, needs: true }
        : { text: "Being made", settled: false, needs: false };
    case "failed":
      return { text: "Failed, and refunded another way", settled: true, needs: false };
    case "refused":
      return { text: "Refused by Stripe, so nothing was cancelled", settled: false, needs: false };
  }
}

const REFUND_COLUMNS: Column<MadeRefund>[] = [
  at("Asked for", (row) => row.at),
  at("Money back", (row) => row.settledAt),
  cents("Amount", (row) => row.cents),
  currency,
  ["State", (row) => stateOf(row).text],
  ["Reason", reasonOf],
  ["Client", (row) => row.clientName],
  ["For", (row) => row.what],
  at("Class or appointment", (row) => row.scheduledAt),
];

async function refunds(call: PageContext): Promise<Response> {
  const { format } = call;
  const { rows, older, first } = await rowsOf<MadeRefund>(call, listMadeRefunds);
  return renderPage(
    call,
    { title: "Refunds", tab: "sales" },
    (
      <>
        <SalesNav at="/refunds" />
        <div class="listed">
          <ListHead title="Refunds" file={rows.length ? "/console/sales/refunds.csv" : null}>
            The newest first, times in {format.place}. Banks take 5 to 10 days until clients see the money.
          </ListHead>
          {rows.length === 0
            ? (
              <Empty
                what={first ? "No refunds yet." : "There are no older refunds."}
                how={first
                  ? "When a client cancels in time, or you cancel a class, the money goes back by itself and stands here."
                  : undefined}
                link={first ? undefined : { href: "/console/sales/refunds", label: "Newest" }}
              />
            )
            : (
              <table class="table">
                <caption class="visually-hidden">Refunds</caption>
                <thead>
                  <tr>
                    <th scope="col">To</th>
                    <th scope="col" class="num">Amount</th>
                  </tr>
                </thead>
                <tbody>{rows.map((refund) => <RefundRow call={call} refund={refund} />)}</tbody>
              </table>
            )}
          <Pager path="/console/sales/refunds" older={older} first={first} />
        </div>
      </>
    ),
  );
}

function RefundRow({ call, refund }: { call: PageContext; refund: MadeRefund }) {
  const { format } = call;
  const state = stateOf(refund);
  const link = refund.classId
    ? `/console/classes/${refund.classId}`
    : refund.giftCardId
    ? `/console/sales/gift-cards/${refund.giftCardId}`
    : null;
  return (
    <tr>
      <th scope="row">
        <Client id={refund.clientId} name={refund.clientName} />{" "}
        {state.needs ? <span class="tag bad">{state.text}</span> : null}
        <span class="sub">
          {reasonOf(refund)}: {link ? <a href={link}>{refund.what}</a> : refund.what}
          {refund.scheduledAt
            ? (
              <>
                , <At call={call} instant={refund.scheduledAt} />
              </>
            )
            : null}
        </span>
        <span class="sub">
          {state.needs ? <a href="/console/payments#refunds">See what to do</a> : state.text}
          {state.settled && refund.settledAt
            ? (
              <>
                {" "}
                <At call={call} instant={refund.settledAt} />
              </>
            )
            : (
              <>
                . Asked for <At call={call} instant={refund.at} />
              </>
            )}
        </span>
      </th>
      <td class="num">
        {refund.state === "pending" || state.settled ? format.money(0 - refund.cents) : format.money(refund.cents)}
        {refund.state === "pending" || state.settled ? null : <span class="sub">not back</span>}
      </td>
    </tr>
  );
}
