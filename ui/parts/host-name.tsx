import { originOf } from '../../src/model/origin.ts';
import { useStore } from '../store/context.ts';
import { hostAndPort } from '../text/host.ts';
import { HEAD_MIN, splitForEllipsis } from '../text/middle-ellipsis.ts';
import { visible } from '../text/visible.ts';

interface HostNameProps {
  /** A URL or an origin. */
  readonly url: string;
}

/**
 * A host, preceded by the colour of its origin. Where there is no room its middle is cut; the tooltip shows it whole.
 */
export function HostName({ url }: HostNameProps) {
  const { originColour } = useStore();
  const origin = originOf(url);
  if (origin === null) return <span class="faint">{schemeOf(url)}</span>;
  const [head, tail] = splitForEllipsis(visible(hostAndPort(url), 300));
  return (
    <span class="host" title={visible(origin)}>
      <i class="swatch" style={{ background: originColour(origin) }} />
      <bdi class="middle">
        <span style={{ minWidth: `${Math.min(HEAD_MIN, head.length * 0.8)}ch` }}>{head}</span>
        <span>
          <bdi dir="ltr">{tail}</bdi>
        </span>
      </bdi>
    </span>
  );
}

/** Shown instead of a host for a URL without one: "data:". */
function schemeOf(url: string): string {
  return visible(/^[a-z][a-z0-9+.-]*:/i.exec(url)?.[0] ?? 'no host', 30);
}
