import type { Page } from 'playwright';
import type { Millis } from '../../src/model/capture.ts';

const FILE_INPUT = 'input[type=file]';
const READ_WITHIN = 300_000;

/** How long JSON.parse takes for the file in a page. */
export async function parseTime(page: Page, path: string): Promise<Millis> {
  await page.evaluate(() => {
    document.body.innerHTML = '<input type="file">';
  });
  await page.setInputFiles(FILE_INPUT, path);
  return page.evaluate(async () => {
    const file = document.querySelector<HTMLInputElement>('input[type=file]')?.files?.[0];
    const text = await file?.text();
    const started = performance.now();
    JSON.parse(text ?? '');
    return performance.now() - started;
  });
}

/** From the choice of a file: when its first lanes were drawn, and when all of it was read. */
export async function importTimes(page: Page, path: string): Promise<{ lanes: Millis; read: Millis }> {
  const times = page.evaluate(noteTimes);
  await page.setInputFiles(FILE_INPUT, path);
  return await withTimeLimit(times);
}

/** Runs in the page. */
function noteTimes(): Promise<{ lanes: Millis; read: Millis }> {
  return new Promise((resolve) => {
    let started = 0;
    let lanes = 0;
    let reading = false;
    document.addEventListener(
      'change',
      () => {
        started = performance.now();
      },
      { capture: true, once: true },
    );
    const observer = new MutationObserver(() => {
      const now = performance.now() - started;
      if (started > 0 && lanes === 0 && document.querySelector('.tl-sheet > :not(canvas)') !== null)
        lanes = now;
      const progress = document.querySelector('progress') !== null;
      if (reading && !progress && lanes > 0) {
        observer.disconnect();
        resolve({ lanes, read: now });
      }
      reading ||= progress;
    });
    observer.observe(document.body, { subtree: true, childList: true });
  });
}

/**
 * From the press of Cancel in the middle of an import to the frame that shows what was shown before; null when the
 * import was quicker.
 */
export async function cancelTime(page: Page, path: string): Promise<Millis | null> {
  const canceled = page.evaluate(cancelInTheMiddle);
  await page.setInputFiles(FILE_INPUT, path);
  return await withTimeLimit(canceled);
}

/** Runs in the page, where no function may be given a name (tsx calls a helper then): cancels a second after the begin. */
function cancelInTheMiddle(): Promise<Millis | null> {
  return new Promise((resolve) => {
    document.addEventListener(
      'change',
      () => {
        setTimeout(() => {
          const button = document.querySelector<HTMLElement>('.import-progress button');
          if (button === null) {
            resolve(null);
            return;
          }
          // In a task that waits for its turn behind what the panel does, as a user's click does.
          const pressed = performance.now();
          setTimeout(() => {
            button.click();
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - pressed)));
          });
        }, 1_000);
      },
      { capture: true, once: true },
    );
  });
}

function withTimeLimit<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The page did not come to the end of it.')), READ_WITHIN);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
