/** A name or an address that may break at its dots, slashes and underscores. */
export function Breaking({ text }: { text: string }) {
  return (
    <code>
      {text.split(/(?<=[./_])(?=[^./_])/).map((part) => (
        <>
          {part}
          <wbr />
        </>
      ))}
    </code>
  );
}
