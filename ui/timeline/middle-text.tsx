/** So much of the end stays: enough to tell the site, or the port. */
const END = 8;

/** A text on one line that gives way in its middle: both its beginning and its end are always seen. */
export function MiddleText({ text, class: name }: { readonly text: string; readonly class: string }) {
  const cut = Math.max(Math.ceil(text.length * 0.6), text.length - END);
  return (
    <span class={`tl-middle ${name}`}>
      <span>{text.slice(0, cut)}</span>
      <span>{text.slice(cut)}</span>
    </span>
  );
}
