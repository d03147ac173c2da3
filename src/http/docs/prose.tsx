/** Plain text in which backticks mark code. */
export function Prose({ text }: { text: string }) {
  return <>{text.split(/`([^`]+)`/).map((part, i) => i % 2 ? <code key={i}>{part}</code> : part)}</>;
}
