interface CodeProps {
  id: string;
  text: string;
  title?: string;
  /** Script offers to copy it. */
  copy?: boolean;
}

export function Code({ id, text, title, copy }: CodeProps) {
  return (
    <>
      {title && <h4>{title}</h4>}
      <div class="code">
        <pre id={id}><code>{text}</code></pre>
        {copy && (
          <button class="button quiet copy" type="button" data-copy={id} hidden>
            Copy<span class="visually-hidden">the command</span>
          </button>
        )}
      </div>
    </>
  );
}
