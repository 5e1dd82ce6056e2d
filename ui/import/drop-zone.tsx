import { useEffect, useState } from 'preact/hooks';
import { useStore } from '../store/context.ts';

/** Accepts files dropped anywhere on the panel. */
export function DropZone() {
  const { importer } = useStore();
  const [over, setOver] = useState(false);
  useEffect(() => {
    const onDragOver = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      setOver(true);
    };
    const onDragLeave = (event: DragEvent) => {
      // Moving between elements leaves one and enters the next; only leaving the document enters none.
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      importer.start([...event.dataTransfer.files]);
    };
    document.addEventListener('dragover', onDragOver);
    document.addEventListener('dragleave', onDragLeave);
    document.addEventListener('drop', onDrop);
    return () => {
      document.removeEventListener('dragover', onDragOver);
      document.removeEventListener('dragleave', onDragLeave);
      document.removeEventListener('drop', onDrop);
    };
  }, [importer]);
  if (!over) return null;
  return (
    <div class="drop-zone" aria-hidden="true">
      <p>Drop files to open them. A NetLog and a HAR of the same run, dropped together, are joined.</p>
    </div>
  );
}
