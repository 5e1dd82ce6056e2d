import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Analysis } from '../../src/analysis/analysis.ts';
import type { Finding } from '../../src/diagnosis/finding.ts';
import type { EpochMs, RequestId } from '../../src/model/capture.ts';
import type { Origin } from '../../src/model/origin.ts';
import type { Filter } from '../filter/filter.ts';
import { matchingRequests } from '../filter/match.ts';
import { parseFilter } from '../filter/parse.ts';
import { createJoiner, type Joiner } from '../ground-truth/joiner.ts';
import type { PanelHost } from '../host.ts';
import { createImporter, type Importer, type SpawnWorker } from '../import/importer.ts';
import type { Selection, TimeRange } from '../selection.ts';
import type { ConnectionColumn } from '../table/connection-rows.ts';
import type { RequestColumn } from '../table/request-rows.ts';
import { OriginPalette } from '../theme/origin-palette.ts';
import { type Captures, createCaptures } from './captures.ts';
import type { Engine } from './engine.ts';
import { createNotices, type Notices } from './notices.ts';
import type { Defer } from './scheduler.ts';
import type { Sort } from './sort.ts';

export type Tab = 'requests' | 'connections' | 'matrix' | 'findings';

/** All shared state of one panel. Components read its signals and call its actions. */
export interface Store {
  readonly host: PanelHost;
  readonly notices: Notices;
  readonly captures: Captures;
  readonly importer: Importer;
  readonly joiner: Joiner;
  /** Of the shown capture; null while it is empty. */
  readonly analysis: ReadonlySignal<Analysis | null>;
  readonly findings: ReadonlySignal<readonly Finding[]>;
  /** The first moment of the shown capture: start columns count from here. */
  readonly startedAt: ReadonlySignal<EpochMs | null>;
  readonly filterText: Signal<string>;
  readonly filter: ReadonlySignal<Filter>;
  /** The requests that match the filter; null when there is no filter. */
  readonly matching: ReadonlySignal<ReadonlySet<RequestId> | null>;
  readonly selection: Signal<Selection>;
  readonly hover: Signal<Selection>;
  readonly range: Signal<TimeRange | null>;
  readonly tab: Signal<Tab>;
  readonly requestSort: Signal<Sort<RequestColumn>>;
  readonly connectionSort: Signal<Sort<ConnectionColumn>>;
  readonly detailsOpen: Signal<boolean>;
  originColour(origin: Origin): string;
  /** Selects it and opens its details. */
  activate(selection: Selection): void;
  dispose(): void;
}

export interface StoreOptions {
  readonly host: PanelHost;
  readonly engine: Engine;
  readonly spawnWorker?: SpawnWorker;
  readonly defer?: Defer;
  /** True while the user is in the middle of a gesture: slow work waits for its end. */
  readonly busy?: () => boolean;
}

export function createStore({ host, engine, spawnWorker, defer, busy }: StoreOptions): Store {
  const notices = createNotices();
  const palette = new OriginPalette();
  const filterText = signal('');
  const selection = signal<Selection>(null);
  const hover = signal<Selection>(null);
  const range = signal<TimeRange | null>(null);
  const detailsOpen = signal(false);
  const onReplaced = () => {
    batch(() => {
      selection.value = null;
      hover.value = null;
      range.value = null;
      detailsOpen.value = false;
    });
  };
  const captures = createCaptures({ live: host.live, engine, notices, onReplaced, defer, busy });
  const importer = createImporter({ captures, notices, ...(spawnWorker && { spawnWorker }) });
  const joiner = createJoiner({ host, captures, notices });
  const analysis = computed(() => captures.view.value?.analysis ?? null);
  const filter = computed(() => parseFilter(filterText.value));
  return {
    host,
    notices,
    captures,
    importer,
    joiner,
    analysis,
    findings: computed(() => captures.view.value?.findings ?? []),
    startedAt: computed(() => firstMoment(analysis.value)),
    filterText,
    filter,
    matching: computed(() => analysis.value && matchingRequests(filter.value, analysis.value)),
    selection,
    hover,
    range,
    tab: signal<Tab>('requests'),
    requestSort: signal<Sort<RequestColumn>>({ key: 'start', descending: false }),
    connectionSort: signal<Sort<ConnectionColumn>>({ key: 'opened', descending: false }),
    detailsOpen,
    originColour: (origin) => palette.colour(origin, host.theme.value),
    activate: (to) => {
      batch(() => {
        selection.value = to;
        detailsOpen.value = to !== null;
      });
    },
    dispose: () => {
      importer.cancel();
      joiner.dispose();
      captures.dispose();
    },
  };
}

function firstMoment(analysis: Analysis | null): EpochMs | null {
  let first: EpochMs | null = null;
  for (const { record, attempts } of analysis?.requests.values() ?? []) {
    const at = record.startedAt ?? attempts[0]?.startedAt ?? null;
    if (at !== null && (first === null || at < first)) first = at;
  }
  return first;
}
