import { expect, type Page } from 'playwright/test';
import { choose } from './panel-page/actions.ts';
import { type Opening, test } from './panel-page/fixtures.ts';
import { har, harEntry, smallHar } from './panel-page/har-entries.ts';

type Open = (opening: Opening) => Promise<Page>;

/** A page whose imports finish only when `release` is called, even on a fast machine. */
async function openHeld(open: Open): Promise<{ page: Page; release: () => Promise<void> }> {
  const page = await open({ before: holdImports });
  const release = async () => {
    await page.locator('html[data-held]').waitFor({ state: 'attached' });
    await page.evaluate(() => void dispatchEvent(new Event('release-imports')));
  };
  return { page, release };
}

/** Runs in the page. */
function holdImports(): void {
  const Native = Worker;
  const held: (() => void)[] = [];
  addEventListener('release-imports', () => {
    for (const release of held.splice(0)) release();
    delete document.documentElement.dataset.held;
  });
  window.Worker = class extends Native {
    override set onmessage(listener: ((event: MessageEvent) => void) | null) {
      super.onmessage = (event: MessageEvent) => {
        if (event.data.kind !== 'done') listener?.(event);
        else {
          held.push(() => listener?.(event));
          document.documentElement.dataset.held = '';
        }
      };
    }
  };
}

const big = () => har(Array.from({ length: 3_000 }, (_, index) => harEntry(index)));
const progress = (page: Page) => page.getByRole('progressbar');
const requests = (page: Page, count: string) =>
  page.getByRole('region', { name: 'Summary' }).getByRole('button', { name: `${count} requests` });

test('during an import, the part already read is shown, marked as incomplete, and cannot be exported', async ({
  open,
}) => {
  const { page, release } = await openHeld(open);
  await choose(page, ['big.har', big()]);
  await expect(requests(page, '3,000')).toBeVisible();
  await expect(page.locator('.tl-lanes')).toBeVisible();
  await expect(progress(page)).toBeVisible();
  await expect(page.getByRole('region', { name: 'Import' })).toContainText('not complete yet');
  await expect(page.getByRole('button', { name: 'Export' })).toBeDisabled();
  await release();
  await expect(progress(page)).toBeHidden();
  await expect(page.getByText('Showing big.har')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Export' })).toBeEnabled();
});

test('cancelling an import restores the previous capture, and says so', async ({ open }) => {
  const { page, release } = await openHeld(open);
  await choose(page, ['small.har', smallHar()]);
  await release();
  await expect(page.getByText('Showing small.har')).toBeVisible();
  await choose(page, ['big.har', big()]);
  await expect(requests(page, '3,000')).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(progress(page)).toBeHidden();
  await expect(page.getByText('Showing small.har')).toBeVisible();
  await expect(requests(page, '5')).toBeVisible();
  await expect(page.locator('.notice')).toContainText([
    /Showing small/,
    /big\.har cancelled\. The previous capture/,
  ]);
});
