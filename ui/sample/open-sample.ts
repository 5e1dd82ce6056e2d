import type { Evidence } from '../../src/model/evidence.ts';
import type { Store } from '../store/store.ts';

/** Shows the built-in sample: the test lab's shop, as loaded by a real Chromium (e2e/sample/record.ts). */
export async function openSample({ captures, notices }: Store): Promise<void> {
  try {
    const answer = await fetch(new URL('./sample.json', import.meta.url));
    // Our own file, checked by a test, so it needs no validation.
    const events = (await answer.json()) as readonly Evidence[];
    const reading = captures.read('sample', true);
    reading.take(events);
    reading.finish();
  } catch (error) {
    notices.show({
      id: 'import',
      kind: 'error',
      text: 'The sample could not be opened.',
      details: [String(error)],
    });
  }
}
