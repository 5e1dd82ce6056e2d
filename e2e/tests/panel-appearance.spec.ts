// Over 250 lines: all checks of how the panel looks share one browser and one capture.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { expect, test } from 'playwright/test';
import { type Chromium, launchChromium } from '../drivers/chromium.ts';
import { type DevToolsPanel, openPanel } from '../drivers/devtools-panel.ts';
import { buildExtension } from '../drivers/extension.ts';
import { findChromium, noChromium } from '../drivers/find-chromium.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { settled } from '../panel/settled-page.ts';
import { type Area, TimelineView } from './panel-appearance/timeline-view.ts';

/** The appearance and interaction of the panel in the real DevTools. Other tests compare its content with the truth. */
test.describe.configure({ mode: 'default' });
test.skip(findChromium() === null, noChromium);

const VIEWS = ['requests', 'connections', 'matrix', 'findings'] as const;

const AXE = createRequire(import.meta.url).resolve('axe-core');

for (const theme of ['light', 'dark'] as const) {
  test.describe(theme, () => {
    let lab: Lab;
    let browser: Chromium;
    let panel: DevToolsPanel;
    let timeline: TimelineView;

    test.beforeAll(async () => {
      test.setTimeout(120_000);
      // Long enough that hidden attempts are found, and that their bars are wide enough to point at.
      lab = await startLab({ roundTrip: 60 });
      browser = await launchChromium({
        extensionDir: await buildExtension(),
        devtools: true,
        dock: 'undocked',
        dark: theme === 'dark',
        args: lab.chromiumArgs,
      });
      panel = await openPanel(browser);
      timeline = new TimelineView(panel);
      await panel.resize(1400, 900);
      await browser.page.goto(lab.url);
      await settled(browser.page, panel, lab.log);
    });

    test.afterAll(async () => {
      await panel?.close();
      await browser?.close();
      await lab?.close();
    });

    test('uses the theme of DevTools', async () => {
      const shown = await panel.evaluate(() => document.documentElement.dataset.theme);
      expect(shown).toBe(theme);
    });

    test('has no serious accessibility violation in any view', async () => {
      await panel.evaluate(await readFile(AXE, 'utf8'));
      for (const tab of VIEWS) {
        await panel.click(`#tab-${tab}`);
        if (tab === 'requests' || tab === 'connections')
          await panel.click(`.grid.${tab} [aria-rowindex="6"]`);
        await timeline.painted();
        expect(await seriousViolations(panel), tab).toEqual([]);
      }
      await panel.press('Escape');
      await panel.click('#tab-requests');
    });

    if (theme === 'dark') return;

    test('cuts off nothing at a width of 1400 and of 400 pixels', async () => {
      for (const width of [1400, 400]) {
        await panel.resize(width, 900);
        for (const tab of VIEWS) {
          await panel.click(`#tab-${tab}`);
          await timeline.painted();
          expect(await overflowing(panel), `${tab} at ${width}`).toEqual([]);
        }
      }
      await panel.click('#tab-requests');
      await panel.click('.grid.requests [aria-rowindex="3"]');
      expect(await overflowing(panel), 'the sheet').toEqual([]);
      await panel.press('Escape');
      await panel.resize(1400, 900);
    });

    test('starts the time axis at the first request, even if its connection is older', async () => {
      expect((await timeline.ticks())[0]?.label).toMatch(/^0 m?s$/);
      await panel.click('button[aria-label=Clear]');
      await panel.waitFor(() => document.querySelector('.empty') !== null, 'nothing');
      await browser.page.evaluate(async () => (await fetch('/shop.css?again')).text());
      await panel.waitFor(() => document.querySelector('.tl-head[data-lane]') !== null, 'its lane');
      // DevTools reports the connection, and when it was opened, last.
      await panel.waitFor(
        () => document.querySelector('.tl-head .tl-others, .tl-head .tl-opened .tl-dot') !== null,
        'what its connection was opened for',
      );
      expect((await timeline.ticks())[0]?.label).toMatch(/^0 m?s$/);
      await lab.reset();
      await browser.page.reload();
      await settled(browser.page, panel, lab.log);
    });

    test('zooms at the pointer with Control and the wheel, pans with a drag, and shows all with Fit', async () => {
      const at = await timeline.point(0.5);
      const before = await timeline.scale();
      await panel.mouse.wheel(at, { x: 0, y: -300 }, 'Control');
      const zoomed = await timeline.changed(before);
      expect(zoomed.pixelsPerMs).toBeGreaterThan(before.pixelsPerMs * 1.2);
      // The time under the pointer stays the same. Labels are at whole pixels.
      const there = at.x - (await timeline.plot()).x;
      expect(Math.abs(zoomed.timeAt(there) - before.timeAt(there)) * zoomed.pixelsPerMs).toBeLessThan(4);

      await panel.mouse.drag(at, { x: at.x - 100, y: at.y });
      const panned = await timeline.changed(zoomed);
      expect(panned.pixelsPerMs).toBeCloseTo(zoomed.pixelsPerMs, 1);
      expect((panned.timeAt(0) - zoomed.timeAt(0)) * zoomed.pixelsPerMs).toBeCloseTo(100, -1);

      await panel.click('.tl-controls button[title="Show all (0)"]');
      expect((await timeline.changed(panned)).pixelsPerMs).toBeCloseTo(before.pixelsPerMs, 2);
    });

    test('zooms to a drag over the overview, and shows all after a double click', async () => {
      const before = await timeline.scale();
      const strip = await timeline.overview();
      const y = strip.y + strip.height / 2;
      const x = (share: number) => strip.x + strip.width * share;
      await panel.mouse.drag({ x: x(0.25), y }, { x: x(0.5), y });
      const zoomed = await timeline.changed(before);
      const share = before.pixelsPerMs / zoomed.pixelsPerMs;
      expect(share).toBeGreaterThan(0.24);
      expect(share).toBeLessThan(0.26);
      await timeline.doubleClick({ x: x(0.9), y });
      expect((await timeline.changed(zoomed)).pixelsPerMs).toBeCloseTo(before.pixelsPerMs, 2);
    });

    test('dims unrelated attempts when the pointer is on a misdirected one', async () => {
      const area: Area = await timeline.lanesArea();
      const login = await timeline.misdirectedBar('/login');
      await panel.mouse.move({ x: area.x + 5, y: area.y + area.height - 5 });
      await timeline.painted();
      const plain = await timeline.ink();
      await panel.mouse.move(login);
      await panel.waitFor(
        () => document.querySelector('.tl-tip')?.textContent?.includes('421'),
        'its tooltip',
      );
      await timeline.painted();
      expect(await timeline.ink()).toBeLessThan(plain * 0.85);
      await panel.mouse.move({ x: area.x + 5, y: area.y + area.height - 5 });
      await timeline.painted();
      expect(await timeline.ink()).toBeGreaterThan(plain * 0.95);
    });

    test('shares the selection between timeline and table', async () => {
      await panel.mouse.click(await timeline.misdirectedBar('/login'));
      expect(await selectedPath(panel)).toBe('/login');
      await panel.click('.grid.requests [aria-rowindex="2"]');
      // The timeline continues from the selection in the table.
      await panel.evaluate(() => document.querySelector<HTMLElement>('.tl-lanes')?.focus());
      await panel.press('ArrowRight');
      await timeline.painted();
      expect(
        await panel.evaluate(() => document.querySelector('.timeline > [role=status]')?.textContent),
      ).toMatch(/ www\.\S+ \/shop\.(css|js) /);
      await panel.press('Escape');
      await timeline.painted();
      expect(await selectedPath(panel)).toBeNull();
    });

    test('works by keyboard: / filters, arrows move, Enter opens, Escape closes and never reaches DevTools', async () => {
      await panel.evaluate(() => document.querySelector<HTMLElement>('.grid')?.focus());
      await panel.press('/');
      expect(await focused(panel)).toBe('Filter requests');
      await panel.type('is:misdirected login');
      await panel.waitFor(
        () => document.querySelector('.grid.requests')?.getAttribute('aria-rowcount') === '2',
        'the one request that passes',
      );
      await panel.press('Escape');
      await panel.press('Escape');
      await panel.waitFor(
        () => document.querySelector<HTMLInputElement>('.filter input')?.value === '',
        'no filter',
      );
      await tabTo(panel, 'Requests');
      await panel.press('Home');
      await panel.press('ArrowDown');
      await timeline.painted();
      expect(await selectedPath(panel)).toBe('/shop.css');
      await panel.press('Enter');
      await panel.waitFor(
        () => document.querySelector('#details')?.textContent?.includes('/shop.css'),
        'details',
      );
      await panel.press('Escape');
      await panel.waitFor(() => document.querySelector('#details') === null, 'details closed');
      expect(await focused(panel)).toBe('Requests');
      await panel.press('Escape');
      await timeline.painted();
      expect(await selectedPath(panel)).toBeNull();
      expect(await focused(panel)).toBe('Requests');
      expect(await panel.evaluate(() => document.hasFocus())).toBe(true);
    });
  });
}

function seriousViolations(panel: DevToolsPanel): Promise<string[]> {
  return panel.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(document);
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  });
}

/** The elements that extend beyond the window: everything visible must be inside it. */
function overflowing(panel: DevToolsPanel): Promise<string[]> {
  return panel.evaluate(() => {
    const { scrollWidth } = document.documentElement;
    const wide = scrollWidth > innerWidth ? [`the page is ${scrollWidth} wide in ${innerWidth}`] : [];
    const parts = document.querySelectorAll(
      'button, input, [role=gridcell], [role=columnheader], .summary *, p, li',
    );
    const out = [...parts].filter((part) => {
      // The matrix scrolls horizontally; only its origins stay in place.
      if (part.closest('.matrix-table td, .matrix-table thead') !== null) return false;
      const box = part.getBoundingClientRect();
      return box.width > 1 && box.height > 1 && (box.right > innerWidth + 0.5 || box.left < -0.5);
    });
    return [...wide, ...out.map((part) => part.outerHTML.slice(0, 120))];
  });
}

function selectedPath(panel: DevToolsPanel): Promise<string | null> {
  return panel.evaluate(
    () =>
      document.querySelector('.grid.requests [aria-selected=true] .col-path')?.textContent?.trim() ?? null,
  );
}

function focused(panel: DevToolsPanel): Promise<string | null | undefined> {
  return panel.evaluate(() => document.activeElement?.getAttribute('aria-label'));
}

/** Presses Tab until the element with this label has the focus. */
async function tabTo(panel: DevToolsPanel, label: string): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    if ((await focused(panel)) === label) return;
    await panel.press('Tab');
  }
  throw new Error(`Tab does not lead to ${label}`);
}
