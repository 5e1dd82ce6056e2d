import { visible } from '../text/visible.ts';

/** Text from a server or a file: rendered as text only, and isolated from the direction of the text around it. */
export function Untrusted({ text, class: name }: { readonly text: string; readonly class?: string }) {
  return <bdi class={name}>{visible(text)}</bdi>;
}
