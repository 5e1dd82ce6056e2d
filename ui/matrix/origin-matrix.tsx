import { useComputed } from '@preact/signals';
import type { AnalysedConnection } from '../../src/analysis/analysis.ts';
import { SharingMatrix } from '../../src/analysis/redundancy/sharing-matrix.ts';
import type { Origin } from '../../src/model/origin.ts';
import { HostName } from '../parts/host-name.tsx';
import { useStore } from '../store/context.ts';
import { formatCount } from '../text/format.ts';
import { visible } from '../text/visible.ts';
import { BestCaseNote } from './best-case-note.tsx';
import { MatrixCell } from './matrix-cell.tsx';
import { MatrixKey } from './matrix-key.tsx';

/** A larger table is unreadable; the filter selects other rows and columns. */
const MAX_ORIGINS = 100;
const MAX_CONNECTIONS = 60;

/** Origins by connections: which share one, which could, and why others do not. */
export function OriginMatrix() {
  const store = useStore();
  const shown = useComputed(() => {
    const analysis = store.analysis.value;
    const matching = store.matching.value;
    return analysis && new SharingMatrix(analysis, (id) => matching === null || matching.has(id));
  });
  const matrix = shown.value;
  if (matrix === null) return null;
  const origins = matrix.origins.slice(0, MAX_ORIGINS);
  const connections = matrix.connections.slice(0, MAX_CONNECTIONS);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling element must be reachable by keyboard.
    <section class="matrix" aria-label="Origins and connections" tabIndex={0}>
      <NoConnections matrix={matrix} />
      {connections.length > 0 && (
        <table class="matrix-table">
          <caption class="visually-hidden">
            Which origins each connection carried, and why it did not carry others
          </caption>
          <thead>
            <tr>
              <th scope="col" class="matrix-corner">
                Origin
              </th>
              {connections.map((connection) => (
                <ConnectionHead key={connection.record.id} connection={connection} />
              ))}
            </tr>
          </thead>
          <tbody>
            {origins.map((origin) => (
              <OriginRow key={origin} origin={origin} matrix={matrix} connections={connections} />
            ))}
          </tbody>
        </table>
      )}
      <TruncationNote matrix={matrix} />
      {connections.length > 0 && <MatrixKey />}
      <BestCaseNote />
    </section>
  );
}

function OriginRow({
  origin,
  matrix,
  connections,
}: {
  readonly origin: Origin;
  readonly matrix: SharingMatrix;
  readonly connections: readonly AnalysedConnection[];
}) {
  return (
    <tr>
      <th scope="row">
        <HostName url={origin} />
      </th>
      {connections.map((connection) => (
        <MatrixCell
          key={connection.record.id}
          cell={matrix.cell(origin, connection)}
          origin={origin}
          connection={connection}
        />
      ))}
    </tr>
  );
}

/** The head of a column; a click selects its connection. */
function ConnectionHead({ connection: { record } }: { readonly connection: AnalysedConnection }) {
  const store = useStore();
  const { selection } = store;
  const selected = selection.value?.kind === 'connection' && selection.value.connection === record.id;
  const opened = record.openedFor === null ? '' : `, opened for ${visible(record.openedFor)}`;
  return (
    <th scope="col" class={selected ? 'is-selected' : ''}>
      <button
        type="button"
        class="link mono"
        title={`Connection ${visible(record.id, 60)}${opened}`}
        onClick={() => store.activate({ kind: 'connection', connection: record.id })}
      >
        {visible(record.id, 12)}
      </button>
      <span class="matrix-protocol">{record.protocol ?? ''}</span>
    </th>
  );
}

function NoConnections({ matrix: { connections } }: { readonly matrix: SharingMatrix }) {
  if (connections.length > 0) return null;
  return (
    <p class="faint">No source in this capture identifies connections, so there is nothing to compare.</p>
  );
}

function TruncationNote({ matrix: { origins, connections } }: { readonly matrix: SharingMatrix }) {
  if (origins.length <= MAX_ORIGINS && connections.length <= MAX_CONNECTIONS) return null;
  const rows = `${formatCount(Math.min(origins.length, MAX_ORIGINS))} of ${formatCount(origins.length)} origins`;
  const columns = `${formatCount(Math.min(connections.length, MAX_CONNECTIONS))} of ${formatCount(connections.length)} connections`;
  return (
    <p class="faint">
      The first {rows} and {columns} are shown. Use the filter to see others.
    </p>
  );
}
