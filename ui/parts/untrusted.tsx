import { visible } from '../text/visible.ts';

/** Text that a server or a file wrote: only ever text, kept apart from the direction of what is around it. */
export function Untrusted({ text, class: name }: { readonly text: string; readonly class?: string }) {
  return <bdi class={name}>{visible(text)}</bdi>;
}
