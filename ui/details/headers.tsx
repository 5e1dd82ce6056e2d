import type { Header } from '../../src/model/capture.ts';
import { Untrusted } from '../parts/untrusted.tsx';

interface HeadersProps {
  readonly title: string;
  readonly headers: readonly Header[] | null;
}

/** The headers of a message, collapsed at first. */
export function Headers({ title, headers }: HeadersProps) {
  if (headers === null) {
    return <p class="faint">{title}: not in this capture.</p>;
  }
  return (
    <details class="headers">
      <summary>
        {title} ({headers.length})
      </summary>
      <dl class="mono">
        {headers.map(({ name, value }, index) => (
          <div key={index}>
            <dt>
              <Untrusted text={name} />:
            </dt>
            <dd>
              <Untrusted text={value} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
