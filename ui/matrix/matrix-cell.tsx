import type { AnalysedConnection } from '../../src/analysis/analysis.ts';
import { certaintyOf, type SharingCell } from '../../src/analysis/redundancy/sharing-matrix.ts';
import type { Origin } from '../../src/model/origin.ts';
import { SharedMark } from '../parts/shared-mark.tsx';
import { formatCount, plural } from '../text/format.ts';
import { hostAndPort } from '../text/host.ts';
import { CAUSES } from '../text/labels.ts';
import { visible } from '../text/visible.ts';

interface MatrixCellProps {
  readonly cell: SharingCell;
  readonly origin: Origin;
  readonly connection: AnalysedConnection;
}

/** One origin on one connection: a sign, and words in the tooltip and for screen readers. */
export function MatrixCell({ cell, origin, connection }: MatrixCellProps) {
  const host = visible(hostAndPort(origin), 100);
  const words = `${host} on ${visible(connection.record.id, 60)}: ${wordsOf(cell)} (${certaintyOf(cell)})`;
  return (
    <td class={`cell-${kindOf(cell)} certainty-${certaintyOf(cell)}`} title={words}>
      <span aria-hidden="true">
        <Sign cell={cell} />
      </span>
      <span class="visually-hidden">{wordsOf(cell)}</span>
    </td>
  );
}

function Sign({ cell }: { readonly cell: SharingCell }) {
  switch (cell.kind) {
    case 'carried':
      if (cell.misdirected > 0) return <>421{cell.misdirected > 1 ? ` × ${cell.misdirected}` : ''}</>;
      return (
        <>
          {cell.coalesced && <SharedMark />} {formatCount(cell.requests)}
        </>
      );
    case 'could':
      return <>○</>;
    case 'kept-apart':
      return <>{cell.by.join(' ')}</>;
    case 'unknown':
      return <>?</>;
  }
}

function kindOf(cell: SharingCell): string {
  if (cell.kind !== 'carried') return cell.kind;
  if (cell.misdirected > 0) return 'misdirected';
  return cell.coalesced ? 'coalesced' : 'own';
}

export function wordsOf(cell: SharingCell): string {
  switch (cell.kind) {
    case 'carried': {
      const carried = `${plural(cell.requests, 'request')}, ${cell.coalesced ? 'coalesced' : 'on its own connection'}`;
      return cell.misdirected > 0 ? `${carried}, ${formatCount(cell.misdirected)} answered 421` : carried;
    }
    case 'could':
      return 'could have been shared';
    case 'kept-apart':
      return `not shared: ${cell.by.map((obstacle) => CAUSES[obstacle]).join('; ')}`;
    case 'unknown':
      return 'unknown whether it could have been shared';
  }
}
