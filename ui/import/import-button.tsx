import { useRef } from 'preact/hooks';
import { useStore } from '../store/context.ts';

/** Opens the file picker. Several files are read as one capture. */
export function ImportButton({ label = 'Import' }: { readonly label?: string }) {
  const { importer } = useStore();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        class="button"
        title="Open a HAR, a NetLog or another log; choose a NetLog and a HAR of the same run together to join them"
        onClick={() => input.current?.click()}
      >
        {label}
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept=".har,.harp,.json,.jsonl,.gz,.zip,.log,.txt,.moz_log,.trace,.pftrace,.network"
        aria-label="Files to import"
        onChange={(event) => {
          importer.start([...(event.currentTarget.files ?? [])]);
          // Choosing the same file again must fire `change` again.
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}
