import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Analysis } from '../../src/analysis/analysis.ts';
import { Details } from '../details/details.tsx';
import { FindingsList } from '../findings/findings-list.tsx';
import { OriginMatrix } from '../matrix/origin-matrix.tsx';
import { Splitter } from '../parts/splitter.tsx';
import { NoMatch } from '../states/empty-state.tsx';
import { ErrorBoundary } from '../states/error-boundary.tsx';
import { useStore } from '../store/context.ts';
import { ConnectionTable } from '../table/connection-table.tsx';
import { RequestTable } from '../table/request-table.tsx';
import { Timeline } from '../timeline/timeline.tsx';
import { Tabs } from './tabs.tsx';
import { useNarrow } from './use-narrow.ts';

const TIMELINE_MIN = 80;
const BELOW_MIN = 110;
const DETAILS_MIN = 240;
const LIST_MIN = 260;

/** The timeline above, the tables below, the details beside them. */
export function Workspace({ analysis }: { readonly analysis: Analysis }) {
  const timelineHeight = useSignal(Math.round(Math.min(460, innerHeight * 0.48)));
  const detailsWidth = useSignal(Math.round(Math.min(460, innerWidth * 0.4)));
  const narrow = useNarrow();
  useOpenOnSelect(narrow);
  return (
    <main class="workspace">
      <div id="timeline-pane" class="timeline-pane" style={{ height: `${timelineHeight.value}px` }}>
        <ErrorBoundary what="The timeline">
          <TimelinePane analysis={analysis} />
        </ErrorBoundary>
      </div>
      <Splitter
        label="Height of the timeline"
        orientation="horizontal"
        size={timelineHeight}
        min={TIMELINE_MIN}
        max={() => Math.max(TIMELINE_MIN, innerHeight - BELOW_MIN - 90)}
        direction={1}
        controls="timeline-pane"
      />
      <Below narrow={narrow} width={detailsWidth} />
    </main>
  );
}

function TimelinePane({ analysis }: { readonly analysis: Analysis }) {
  const store = useStore();
  return (
    <Timeline
      analysis={analysis}
      matching={store.matching.value}
      selection={store.selection}
      hover={store.hover}
      range={store.range}
      originColour={store.originColour}
      theme={store.host.theme.value}
      onActivate={store.activate}
    />
  );
}

function Below({ narrow, width }: { readonly narrow: boolean; readonly width: Signal<number> }) {
  const { detailsOpen, selection } = useStore();
  const open = detailsOpen.value && selection.value !== null;
  return (
    <div class="below">
      <ErrorBoundary what="The table">
        <Tabs>
          <TabContent />
        </Tabs>
      </ErrorBoundary>
      {open && !narrow && (
        <Splitter
          label="Width of the details"
          orientation="vertical"
          size={width}
          min={DETAILS_MIN}
          max={() => Math.max(DETAILS_MIN, innerWidth - LIST_MIN)}
          direction={-1}
          controls="details"
        />
      )}
      {open && (
        <div
          class={narrow ? 'details-sheet' : 'details-pane'}
          style={narrow ? {} : { width: `${width.value}px` }}
        >
          <ErrorBoundary what="The details">
            <Details sheet={narrow} />
          </ErrorBoundary>
        </div>
      )}
    </div>
  );
}

function TabContent() {
  const { tab, matching } = useStore();
  if (tab.value === 'findings') return <FindingsList />;
  if (matching.value?.size === 0) return <NoMatch />;
  if (tab.value === 'matrix') return <OriginMatrix />;
  return tab.value === 'connections' ? <ConnectionTable /> : <RequestTable />;
}

/** Where there is room beside the table, the first selection opens the details. */
function useOpenOnSelect(narrow: boolean): void {
  const { selection, detailsOpen } = useStore();
  const selected = selection.value !== null;
  useEffect(() => {
    if (selected && !narrow) detailsOpen.value = true;
  }, [selected, narrow, detailsOpen]);
}
