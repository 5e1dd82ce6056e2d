import { writeFile } from 'node:fs/promises';
import type { Page } from 'playwright';
import { Cdp, type CdpSession } from './cdp.ts';
import type { Chromium } from './chromium.ts';
import { downloadInto } from './download.ts';
import { type Code, evaluate } from './evaluate.ts';
import { findDevTools, findFrame, scheme, showPanel } from './find-devtools.ts';
import { Mouse, type Point, press } from './input.ts';
import type { Panel } from './panel.ts';
import { waitUntil } from './wait.ts';

export interface PanelOptions {
  /** Only an extension with this id; the first one with a panel when left out. */
  extensionId?: string;
  /** The tab whose DevTools are meant; the browser's first one when left out. */
  page?: Page;
  /** ms. */
  timeout?: number;
}

interface Attached {
  page: Page;
  cdp: Cdp;
  devtools: CdpSession;
  frame: CdpSession;
  extensionId: string;
}

/** An extension's panel in the real DevTools of a real Chromium. */
export class DevToolsPanel implements Panel {
  readonly extensionId: string;
  /** The tab that is looked at. */
  readonly page: Page;
  readonly cdp: Cdp;
  /** DevTools around the panel. */
  readonly devtools: CdpSession;
  readonly #frame: CdpSession;
  /** In the panel's own pixels. */
  readonly mouse: Mouse;

  constructor({ page, cdp, devtools, frame, extensionId }: Attached) {
    this.page = page;
    this.cdp = cdp;
    this.devtools = devtools;
    this.#frame = frame;
    this.extensionId = extensionId;
    this.mouse = new Mouse(devtools, () => this.corner());
  }

  /** Where in DevTools the panel's upper left corner is. */
  corner(): Promise<Point> {
    const find = (origin: string): Point => {
      const open: (Document | ShadowRoot)[] = [document];
      for (let root = open.pop(); root; root = open.pop()) {
        for (const element of root.querySelectorAll('*')) {
          if (element.shadowRoot) open.push(element.shadowRoot);
          const box = element.getBoundingClientRect();
          if (element instanceof HTMLIFrameElement && element.src.startsWith(origin) && box.width > 0)
            return box;
        }
      }
      throw new Error('the panel is not shown');
    };
    return evaluate(
      this.devtools,
      `(() => { const { x, y } = (${find})('chrome-extension://${this.extensionId}/'); return { x, y }; })()`,
      undefined,
    );
  }

  /** Runs code in the panel. */
  evaluate<T>(code: Code<T>): Promise<T>;
  evaluate<T, A>(code: Code<T, A>, argument: A): Promise<T>;
  evaluate<T, A>(code: Code<T, A>, argument?: A): Promise<T> {
    return evaluate(this.#frame, code, argument as A);
  }

  /** Waits until code in the panel gives something true, and returns it. */
  waitFor<T>(code: Code<T>, message: string, timeout?: number): Promise<T> {
    return waitUntil(() => this.evaluate(code), message, timeout);
  }

  /** The middle of an element, scrolled into view; waits until it is there. */
  async #middle(selector: string): Promise<Point> {
    const find = (wanted: string): Point | null => {
      const element = document.querySelector(wanted);
      element?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      const box = element?.getBoundingClientRect();
      return box && box.width > 0 ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : null;
    };
    return waitUntil(() => this.evaluate(find, selector), `${selector} in the panel`);
  }

  async click(selector: string): Promise<void> {
    await this.mouse.click(await this.#middle(selector));
  }

  async hover(selector: string): Promise<void> {
    await this.mouse.move(await this.#middle(selector));
  }

  /** A key, or several at once: `Enter`, `/`, `Shift+Tab`. */
  press(chord: string): Promise<void> {
    return press(this.devtools, chord);
  }

  /** Types into what has the focus. */
  async type(text: string): Promise<void> {
    await this.devtools.send('Input.insertText', { text });
  }

  download(folder: string, act: () => Promise<void>): Promise<string> {
    return downloadInto(folder, this.cdp, act);
  }

  /**
   * Gives DevTools another size, CSS pixels, without a window of that size. Only undocked (`dock: 'undocked'`) is all
   * of it the panel's; docked, the inspected page takes its part. The panel's `devicePixelRatio` is the browser's
   * (`deviceScaleFactor` at the start): an override of it would not reach the panel's frame.
   */
  async resize(width: number, height: number): Promise<void> {
    // A tab in the background draws nothing, and waiting for it would be for ever.
    await this.page.bringToFront();
    const metrics = { width, height, deviceScaleFactor: 0, mobile: false };
    await this.devtools.send('Emulation.setDeviceMetricsOverride', metrics);
    const isSo = `innerWidth === ${width} && innerHeight === ${height}`;
    await waitUntil(() => evaluate<boolean>(this.devtools, isSo, undefined), 'DevTools in its new size');
    // The panel's frame is laid out after that of DevTools.
    await this.evaluate(
      'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))',
    );
  }

  /** A picture of DevTools with the panel in it, PNG. */
  async screenshot(path?: string): Promise<Buffer> {
    await this.page.bringToFront();
    const { data } = await this.devtools.send('Page.captureScreenshot', { format: 'png' });
    const png = Buffer.from(data, 'base64');
    if (path) await writeFile(path, png);
    return png;
  }

  /** Lets go of DevTools; the browser stays. */
  close(): Promise<void> {
    return this.cdp.close();
  }
}

/** Selects the extension's panel in a tab's DevTools (`devtools: true` at the start) and attaches to it. */
export async function openPanel(browser: Chromium, options: PanelOptions = {}): Promise<DevToolsPanel> {
  const { page = browser.page, timeout = 30_000 } = options;
  const cdp = await Cdp.connect(browser.endpoint);
  try {
    const devtools = await waitUntil(() => findDevTools(cdp, page), 'DevTools of the tab', timeout);
    const children = await cdp.attachToChildren(devtools);
    const origin = `${scheme}${options.extensionId ?? ''}`;
    const id = await waitUntil(
      () => evaluate<string | null>(devtools, showPanel(origin), undefined),
      'a panel of the extension in DevTools',
      timeout,
    );
    const frame = await waitUntil(() => findFrame(children, id), 'the panel', timeout);
    return new DevToolsPanel({
      page,
      cdp,
      devtools,
      frame,
      extensionId: id.slice(scheme.length, scheme.length + 32),
    });
  } catch (error) {
    await cdp.close();
    throw error;
  }
}
