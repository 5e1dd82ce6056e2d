import { visible } from '../text/visible.ts';

/** Configuration or a command, to read and copy: its lines are not wrapped. */
export function CodeLines({ text }: { readonly text: string }) {
  return (
    <pre class="code-lines">
      <code>
        {text.split('\n').map((line, index) => (
          <bdi key={index}>{visible(line.replaceAll('\t', '    '))}</bdi>
        ))}
      </code>
    </pre>
  );
}
