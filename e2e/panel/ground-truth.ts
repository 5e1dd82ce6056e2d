import type { DevToolsPanel } from '../drivers/devtools-panel.ts';
import { press } from './controls.ts';

/** Opens the ground truth form, fills in the debugging port, and submits it. */
export async function recordGroundTruth(panel: DevToolsPanel, port: string): Promise<void> {
  await press(panel, 'Ground truth');
  await panel.waitFor(() => document.querySelector('input.port') !== null, 'the input for the port');
  await panel.evaluate((value) => {
    const field = document.querySelector<HTMLInputElement>('input.port');
    if (field === null) throw new Error('no input for the port');
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }, port);
  await panel.click('form.ground-truth button[type=submit]');
}

/** The label of the button: `Ground truth`, `Ground truth: recording`. */
export function groundTruthState(panel: DevToolsPanel): Promise<string> {
  return panel.evaluate(
    () => document.querySelector('button[title="Record ground truth"]')?.textContent ?? '',
  );
}

/** Drops a file on the panel. */
export function dropFile(panel: DevToolsPanel, name: string, text: string): Promise<void> {
  return panel.evaluate(
    ([fileName, content]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([content], fileName));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true }));
    },
    [name, text] as const,
  );
}
