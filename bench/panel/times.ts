import type { Page } from 'playwright';
import type { Millis } from '../../src/model/capture.ts';

const FILE_INPUT = 'input[type=file]';
const READ_WITHIN = 300_000;

/** Measures JSON.parse of the file in a page. */
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

/** The times from choosing a file to drawing its first lanes, and to the end of reading. */
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
 * The time from pressing Cancel during an import to the frame that shows the previous capture again; null when the import
 * finished earlier.
 */
export async function cancelTime(page: Page, path: string): Promise<Millis | null> {
  const canceled = page.evaluate(cancelInTheMiddle);
  await page.setInputFiles(FILE_INPUT, path);
  return await withTimeLimit(canceled);
}

/** Cancels one second after the start. It runs in the page and must not name functions, because tsx then adds a call. */
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
          // In a new task, which waits for the panel's current work as a user's click does.
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
