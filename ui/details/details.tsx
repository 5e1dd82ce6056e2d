import { useEffect, useRef } from 'preact/hooks';
import type { Analysis } from '../../src/analysis/analysis.ts';
import { keepFocus } from '../layout/keep-focus.ts';
import { requestOf, type Selection } from '../selection.ts';
import { useStore } from '../store/context.ts';
import { pathOf } from '../table/request-rows.ts';
import { shortenMiddle } from '../text/format.ts';
import { hostAndPort } from '../text/host.ts';
import { visible } from '../text/visible.ts';
import { ConnectionDetails } from './connection-details.tsx';
import { RequestDetails } from './request-details.tsx';

/** The pane about the selection, beside the table; a sheet over it where the panel is narrow. */
export function Details({ sheet }: { readonly sheet: boolean }) {
  const { analysis, selection, detailsOpen } = useStore();
  const pane = useRef<HTMLElement>(null);
  const content = analysis.value && contentOf(selection.value, analysis.value);
  useEffect(() => {
    // A sheet covers the element that had the focus.
    if (sheet) pane.current?.focus();
  }, [sheet]);
  useEffect(() => {
    pane.current?.scrollTo(0, 0);
  }, [content?.title]);
  return (
    <aside ref={pane} id="details" class="details" aria-label="Details" tabIndex={-1}>
      <header class="details-head">
        <h2>{content?.title ?? 'Details'}</h2>
        <button
          type="button"
          class="button icon"
          aria-label="Close details"
          title="Close details (Escape)"
          onClick={() => {
            keepFocus();
            detailsOpen.value = false;
          }}
        >
          ✕
        </button>
      </header>
      <div class="details-body">
        {content?.body ?? <p class="faint">The selected item is no longer in the capture.</p>}
      </div>
    </aside>
  );
}

function contentOf(selection: Selection, analysis: Analysis) {
  if (selection?.kind === 'connection') {
    const connection = analysis.connections.get(selection.connection);
    if (connection === undefined) return null;
    const title = `Connection ${visible(selection.connection, 60)}`;
    return { title, body: <ConnectionDetails key={selection.connection} connection={connection} /> };
  }
  const id = requestOf(selection);
  const request = id === null ? undefined : analysis.requests.get(id);
  if (request === undefined) return null;
  const { method, url } = request.record;
  const title = `${visible(method, 20)} ${shortenMiddle(hostAndPort(url))} ${shortenMiddle(pathOf(url), 40)}`;
  return { title, body: <RequestDetails key={request.record.id} request={request} /> };
}
