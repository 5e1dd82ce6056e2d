import { useRef } from 'preact/hooks';
import { Menu } from '../parts/menu.tsx';
import { useStore } from '../store/context.ts';
import type { Store } from '../store/store.ts';
import { type ExportKind, exportFile } from './export-files.ts';

/** Saves the shown capture. An export with secrets asks for confirmation first. */
export function ExportMenu() {
  const store = useStore();
  const dialog = useRef<HTMLDialogElement>(null);
  const save = (kind: ExportKind) => void exportAs(kind, store);
  const shown = store.captures.shown.value;
  // A part of a file must not be exported as if it were the whole.
  const reading = shown.kind === 'file' && shown.reading;
  return (
    <>
      <Menu
        label="Export"
        title={reading ? 'Export is available once the whole file has been read' : 'Export this capture'}
        disabled={store.analysis.value === null || reading}
        items={[
          {
            label: 'Annotated HAR',
            hint: 'without cookies, credentials, bodies or query values',
            run: () => save('har'),
          },
          {
            label: 'Report (JSON)',
            hint: 'requests, attempts, connections and findings',
            run: () => save('report'),
          },
          {
            label: 'Annotated HAR with cookies and bodies…',
            hint: 'not safe to share',
            run: () => dialog.current?.showModal(),
          },
        ]}
      />
      <dialog ref={dialog} class="dialog" aria-labelledby="full-export-title">
        <h2 id="full-export-title">Export with cookies and bodies?</h2>
        <p>
          The file will contain everything that was recorded: cookies, tokens, form data and response bodies.
          Anyone who has it may be able to log in as you.
        </p>
        <form method="dialog" class="dialog-buttons">
          <button type="submit" class="button" autofocus>
            Cancel
          </button>
          <button type="submit" class="button danger" onClick={() => save('full-har')}>
            Export everything
          </button>
        </form>
      </dialog>
    </>
  );
}

async function exportAs(kind: ExportKind, { captures, host, notices }: Store): Promise<void> {
  captures.flush();
  const view = captures.view.value;
  if (view === null) return;
  try {
    const { name, mimeType, text } = exportFile(kind, view, captures.shown.value);
    await host.saveFile(name, mimeType, text);
    notices.dismiss('export');
    notices.announce(`${name} saved.`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    notices.show({ id: 'export', kind: 'error', text: `The export failed: ${reason}` });
  }
}
