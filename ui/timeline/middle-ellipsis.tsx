import { splitForEllipsis } from '../text/middle-ellipsis.ts';

/** Text on one line. Where there is no room, CSS cuts its middle: the beginning and the end stay visible. */
export function MiddleEllipsis({ text, class: name }: { readonly text: string; readonly class: string }) {
  const [head, tail] = splitForEllipsis(text);
  return (
    <span class={`tl-middle ${name}`}>
      <span>{head}</span>
      <span>{tail}</span>
    </span>
  );
}
