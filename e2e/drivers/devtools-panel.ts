import { writeFile } from 'node:fs/promises';
import type { Page } from 'playwright';
import { Cdp, type CdpSession } from './cdp.ts';
import type { Chromium } from './chromium.ts';
import { downloadInto } from './download.ts';
import { type Code, evaluate } from './evaluate.ts';
import { findDevTools, findFrame, scheme, showPanel } from './find-devtools.ts';
import { Mouse, type Point, press } from './keyboard-and-mouse.ts';
import type { Panel } from './panel.ts';
import { waitUntil } from './wait.ts';

export interface PanelOptions {
  /** The id of the extension; by default the first one with a panel. */
  extensionId?: string;
  /** The tab whose DevTools to use; by default the browser's first tab. */
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

/** An extension's panel in the DevTools of a real Chromium. */
export class DevToolsPanel implements Panel {
  readonly extensionId: string;
  /** The inspected tab. */
  readonly page: Page;
  readonly cdp: Cdp;
  /** The DevTools that contain the panel. */
  readonly devtools: CdpSession;
  readonly #frame: CdpSession;
  /** In pixels of the panel. */
  readonly mouse: Mouse;

  constructor({ page, cdp, devtools, frame, extensionId }: Attached) {
    this.page = page;
    this.cdp = cdp;
    this.devtools = devtools;
    this.#frame = frame;
    this.extensionId = extensionId;
    this.mouse = new Mouse(devtools, () => this.corner());
  }

  /** The position of the panel's upper left corner in DevTools. */
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

  /** Waits until code in the panel returns a truthy value, and returns it. */
  waitFor<T>(code: Code<T>, message: string, timeout?: number): Promise<T> {
    return waitUntil(() => this.evaluate(code), message, timeout);
  }

  /** Waits for an element, scrolls it into view, and returns its centre. */
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

  /** Presses a key or a combination: `Enter`, `/`, `Shift+Tab`. */
  press(chord: string): Promise<void> {
    return press(this.devtools, chord);
  }

  /** Types into the focused element. */
  async type(text: string): Promise<void> {
    await this.devtools.send('Input.insertText', { text });
  }

  download(folder: string, act: () => Promise<void>): Promise<string> {
    return downloadInto(folder, this.cdp, act);
  }

  /**
   * Sets the size of DevTools in CSS pixels, without a window of that size. The panel gets all of it only when DevTools
   * is undocked (`dock: 'undocked'`). The `devicePixelRatio` of the panel stays that of the browser
   * (`deviceScaleFactor` at the start), because an override does not reach the frame of the panel.
   */
  async resize(width: number, height: number): Promise<void> {
    // A background tab draws nothing, so waiting for it would never end.
    await this.page.bringToFront();
    const metrics = { width, height, deviceScaleFactor: 0, mobile: false };
    await this.devtools.send('Emulation.setDeviceMetricsOverride', metrics);
    const hasNewSize = `innerWidth === ${width} && innerHeight === ${height}`;
    await waitUntil(
      () => evaluate<boolean>(this.devtools, hasNewSize, undefined),
      'DevTools in its new size',
    );
    // The frame of the panel is laid out after DevTools.
    await this.evaluate(
      'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))',
    );
  }

  /** Takes a screenshot of DevTools with the panel, as PNG. */
  async screenshot(path?: string): Promise<Buffer> {
    await this.page.bringToFront();
    const { data } = await this.devtools.send('Page.captureScreenshot', { format: 'png' });
    const png = Buffer.from(data, 'base64');
    if (path) await writeFile(path, png);
    return png;
  }

  /** Disconnects from DevTools; the browser stays open. */
  close(): Promise<void> {
    return this.cdp.close();
  }
}

/** Selects the extension's panel in the DevTools of a tab and attaches to it. Needs `devtools: true` at the start. */
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
