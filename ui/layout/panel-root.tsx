import { useEffect } from 'preact/hooks';
import { DropZone } from '../import/drop-zone.tsx';
import { ImportProgressBar } from '../import/import-progress.tsx';
import { EmptyState } from '../states/empty-state.tsx';
import { ErrorBoundary } from '../states/error-boundary.tsx';
import { NoticesBar } from '../states/notices-bar.tsx';
import { useStore } from '../store/context.ts';
import { SummaryStrip } from '../summary/summary-strip.tsx';
import { Toolbar } from '../toolbar/toolbar.tsx';
import { useEscape } from './use-escape.ts';
import { useRestoredFocus } from './use-restored-focus.ts';
import { Workspace } from './workspace.tsx';

/** The whole panel. */
export function PanelRoot() {
  const { analysis, notices, host } = useStore();
  const theme = host.theme.value;
  useEscape();
  useRestoredFocus();
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  const shown = analysis.value;
  return (
    <div class="panel">
      <ErrorBoundary what="The toolbar">
        <Toolbar />
      </ErrorBoundary>
      <NoticesBar />
      <ImportProgressBar />
      {shown === null || shown.requests.size === 0 ? (
        <main class="workspace">
          <EmptyState />
        </main>
      ) : (
        <>
          <SummaryStrip />
          <Workspace analysis={shown} />
        </>
      )}
      <DropZone />
      <div class="visually-hidden" aria-live="polite">
        {notices.announcement.value}
      </div>
    </div>
  );
}
