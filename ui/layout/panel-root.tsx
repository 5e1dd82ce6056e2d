import { useEffect } from 'preact/hooks';
import { DropZone } from '../import/drop-zone.tsx';
import { ImportProgressBar } from '../import/import-progress.tsx';
import { Boundary } from '../states/boundary.tsx';
import { EmptyState } from '../states/empty-state.tsx';
import { NoticesBar } from '../states/notices-bar.tsx';
import { useStore } from '../store/context.ts';
import { SummaryStrip } from '../summary/summary-strip.tsx';
import { Toolbar } from '../toolbar/toolbar.tsx';
import { Workspace } from './workspace.tsx';

/** The whole panel. */
export function PanelRoot() {
  const { analysis, notices, host } = useStore();
  const theme = host.theme.value;
  useEscape();
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  const shown = analysis.value;
  return (
    <div class="panel">
      <Boundary what="The toolbar">
        <Toolbar />
      </Boundary>
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

/** Escape closes the details, then lets go of the selection. What uses Escape itself stops it before. */
function useEscape(): void {
  const { detailsOpen, selection } = useStore();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      if (document.querySelector('dialog[open]') !== null) return;
      if (detailsOpen.value) closeDetails();
      else if (selection.value !== null) selection.value = null;
    };
    const closeDetails = () => {
      const inside = document.getElementById('details')?.contains(document.activeElement);
      detailsOpen.value = false;
      if (inside) document.querySelector<HTMLElement>('[role=grid], .findings')?.focus();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [detailsOpen, selection]);
}
