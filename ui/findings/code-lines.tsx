import { visible } from '../text/visible.ts';

/** Configuration or a command, to be read and copied: text line by line, broken nowhere else. */
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
