import { originOf } from '../../src/model/origin.ts';
import { useStore } from '../store/context.ts';
import { shortenMiddle } from '../text/format.ts';
import { hostAndPort } from '../text/host.ts';
import { visible } from '../text/visible.ts';

interface HostNameProps {
  /** A URL or an origin. */
  readonly url: string;
  readonly max?: number;
}

/** A host with its origin's colour before it, shortened in the middle; the whole of it in the tooltip. */
export function HostName({ url, max = 30 }: HostNameProps) {
  const { originColour } = useStore();
  const origin = originOf(url);
  if (origin === null) return <bdi>{visible(url, 60)}</bdi>;
  return (
    <span class="host" title={visible(origin)}>
      <i class="swatch" style={{ background: originColour(origin) }} />
      <bdi>{shortenMiddle(hostAndPort(url), max)}</bdi>
    </span>
  );
}
