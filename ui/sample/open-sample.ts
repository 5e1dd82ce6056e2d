import type { Store } from '../store/store.ts';

/** Reads the built-in sample by the very same way as any file. */
export async function openSample({ importer, notices }: Store): Promise<void> {
  try {
    const answer = await fetch(new URL('./sample.har', import.meta.url));
    importer.start([new File([await answer.blob()], 'sample.har')], { sample: true });
  } catch (error) {
    notices.show({
      id: 'import',
      kind: 'error',
      text: 'The sample could not be opened.',
      details: [String(error)],
    });
  }
}
