/** Links between the pages of the sales. */
const PAGES = { "": "Month", packs: "Packs", "gift-cards": "Gift cards", tips: "Tips", refunds: "Refunds" };

/** Path of a page below the sales. */
export type SalesPath = keyof typeof PAGES;

export function SalesNav({ at }: { at: SalesPath }) {
  return (
    <nav class="subnav" aria-label="Sales">
      {Object.entries(PAGES).map(([path, label]) => (
        <a href={path ? `/console/sales/${path}` : "/console/sales"} aria-current={path === at ? "page" : undefined}>
          {label}
        </a>
      ))}
    </nav>
  );
}
