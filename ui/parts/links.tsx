import type { Reference } from '../../src/diagnosis/finding.ts';
import type { ConnectionId, RequestId } from '../../src/model/capture.ts';
import { useStore } from '../store/context.ts';
import { pathOf } from '../table/request-rows.ts';
import { shortenMiddle } from '../text/format.ts';
import { hostAndPort } from '../text/host.ts';
import { visible } from '../text/visible.ts';

/** A link to a connection: selects it and opens its details. */
export function ConnectionLink({ id }: { readonly id: ConnectionId }) {
  const store = useStore();
  return (
    <button
      type="button"
      class="link"
      onClick={() => store.activate({ kind: 'connection', connection: id })}
      {...highlight(store, { kind: 'connection', connection: id })}
    >
      conn {visible(id, 60)}
    </button>
  );
}

/** A link to a request: "POST auth.shop /login". */
export function RequestLink({ id }: { readonly id: RequestId }) {
  const store = useStore();
  const record = store.analysis.value?.requests.get(id)?.record;
  if (record === undefined) return <span class="faint">a request no longer in the capture</span>;
  return (
    <button
      type="button"
      class="link request-link"
      title={visible(record.url, 500)}
      onClick={() => store.activate({ kind: 'request', request: id })}
      {...highlight(store, { kind: 'request', request: id })}
    >
      {visible(record.method, 20)} <bdi>{shortenMiddle(hostAndPort(record.url))}</bdi>{' '}
      <bdi class="mono">{shortenMiddle(pathOf(record.url), 48)}</bdi>
    </button>
  );
}

/** Highlights the target in the timeline while the pointer or the focus is on a link to it. */
function highlight(
  { hover }: ReturnType<typeof useStore>,
  to: ReturnType<typeof useStore>['hover']['value'],
) {
  const on = () => {
    hover.value = to;
  };
  const off = () => {
    hover.value = null;
  };
  return { onPointerEnter: on, onPointerLeave: off, onFocus: on, onBlur: off };
}

/** A link to a page from our table of references; anything but https is plain text. */
export function ReferenceLink({ reference: { title, url } }: { readonly reference: Reference }) {
  if (!url.startsWith('https://')) return <span>{title}</span>;
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {title}
    </a>
  );
}
