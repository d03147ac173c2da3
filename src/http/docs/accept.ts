/** Whether a caller would rather have Markdown than HTML: it names Markdown, and HTML no higher. */
export function prefersMarkdown(accept: string | undefined): boolean {
  const wanted = new Map(
    (accept ?? "").toLowerCase().split(",").map((one) => {
      const [type, ...parameters] = one.split(";").map((part) => part.trim());
      const q = parameters.find((part) => part.startsWith("q="))?.slice(2);
      return [type, q === undefined ? 1 : Number(q) || 0] as const;
    }),
  );
  const markdown = wanted.get("text/markdown") ?? 0;
  return markdown > 0 && markdown >= (wanted.get("text/html") ?? 0);
}
