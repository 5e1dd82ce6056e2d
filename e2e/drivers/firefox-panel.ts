import { mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Code, toExpression } from './evaluate.ts';
import type { Firefox } from './firefox.ts';
import type { Panel } from './panel.ts';
import { waitUntil } from './wait.ts';

/** The beginning of every script that runs in the browser: finds the selected tab. */
const TOOLBOX = `
  const { require } = ChromeUtils.importESModule('resource://devtools/shared/loader/Loader.sys.mjs');
  const { gDevTools } = require('devtools/client/framework/devtools');
  const win = Services.wm.getMostRecentWindow('navigator:browser');
  const tab = win.gBrowser.selectedTab;`;

/** The beginning of every script for the panel: finds its `browser` element, which has its own process. */
const PANEL_BROWSER = `${TOOLBOX}
  const toolbox = gDevTools.getToolboxForTab(tab);
  const frame = toolbox.doc.getElementById('toolbox-panel-iframe-' + toolbox.currentToolId);
  const browser = frame.contentDocument.querySelector('browser');
  // The element moves to another process before it shows the panel. The first process never replies.
  if (browser?.currentURI?.scheme !== 'moz-extension') throw new Error('the panel is not loaded yet');`;

/** The extension's panel in the DevTools of a real Firefox. */
export class FirefoxPanel implements Panel {
  readonly firefox: Firefox;

  constructor(firefox: Firefox) {
    this.firefox = firefox;
  }

  evaluate<T>(code: Code<T>): Promise<T>;
  evaluate<T, A>(code: Code<T, A>, argument: A): Promise<T>;
  async evaluate<T, A>(code: Code<T, A>, argument?: A): Promise<T> {
    const expression = toExpression(code, argument as A);
    // A sandbox with the rights of the page, because its content security policy forbids `eval`.
    const script = `
      const sandbox = Cu.Sandbox(content, { sandboxPrototype: content, wantXrays: false });
      Cu.exportFunction((text) => sendAsyncMessage(REPLY, text), sandbox, { defineAs: '__answer' });
      Cu.evalInSandbox(CODE, sandbox);`;
    const inSandbox = `(async () => (${expression}))().then(
      (value) => __answer(JSON.stringify({ value: value === undefined ? null : value })),
      (error) => __answer(JSON.stringify({ error: String(error) })))`;
    const text = await this.#inFrame(script, inSandbox);
    const { value, error }: { value: T; error?: string } = JSON.parse(text);
    if (error !== undefined) throw new Error(error);
    return value;
  }

  waitFor<T>(code: Code<T>, message: string, timeout?: number): Promise<T> {
    return waitUntil(() => this.evaluate(code), message, timeout);
  }

  /** Clicks with a synthesized mouse, so that an element on top would receive the click. */
  async click(selector: string): Promise<void> {
    const middle = (wanted: string) => {
      const element = document.querySelector(wanted);
      element?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      const box = element?.getBoundingClientRect();
      return box && box.width > 0 ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : null;
    };
    const at = await waitUntil(() => this.evaluate(middle, selector), `${selector} in the panel`);
    await this.#inFrame(
      `const { x, y } = JSON.parse(CODE);
      for (const type of ['mousemove', 'mousedown', 'mouseup'])
        content.synthesizeMouseEvent(type, x, y, { clickCount: type === 'mousemove' ? 0 : 1 }, {});
      sendAsyncMessage(REPLY, '');`,
      JSON.stringify(at),
    );
  }

  async press(chord: string): Promise<void> {
    const keys = chord === '+' ? ['+'] : chord.split(/\+(?=.)/);
    await this.#inFrame(
      `const keys = JSON.parse(CODE).map((key) => new content.KeyboardEvent('', { key: key === 'Space' ? ' ' : key }));
      const tip = Cc['@mozilla.org/text-input-processor;1'].createInstance(Ci.nsITextInputProcessor);
      tip.beginInputTransactionForTests(content);
      for (const key of keys) tip.keydown(key);
      for (const key of keys.reverse()) tip.keyup(key);
      sendAsyncMessage(REPLY, '');`,
      JSON.stringify(keys),
    );
  }

  async download(folder: string, act: () => Promise<void>): Promise<string> {
    const { downloads } = this.firefox;
    await mkdir(folder, { recursive: true });
    const before = new Set(await readdir(downloads));
    await act();
    const name = await waitUntil(async () => {
      const [saved, ...beside] = (await readdir(downloads)).filter((each) => !before.has(each));
      // Firefox writes into a file that ends in .part. The file with the final name is empty until that is complete.
      const isWhole = saved !== undefined && beside.length === 0 && !saved.endsWith('.part');
      return isWhole && (await stat(join(downloads, saved))).size > 0 ? saved : null;
    }, `a saved file in ${downloads}`);
    const path = join(folder, name);
    await rename(join(downloads, name), path);
    return path;
  }

  async screenshot(path?: string): Promise<Buffer> {
    const url = await this.firefox.inBrowser(`${TOOLBOX}
      const top = gDevTools.getToolboxForTab(tab).topWindow;
      const box = new DOMRect(0, 0, top.innerWidth, top.innerHeight);
      const bitmap = await top.browsingContext.currentWindowGlobal.drawSnapshot(box, top.devicePixelRatio, 'white');
      const canvas = top.document.createElementNS('http://www.w3.org/1999/xhtml', 'canvas');
      [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
      canvas.getContext('2d').drawImage(bitmap, 0, 0);
      return canvas.toDataURL('image/png');`);
    const png = Buffer.from(String(url).replace(/^[^,]*,/, ''), 'base64');
    if (path !== undefined) await writeFile(path, png);
    return png;
  }

  /** Closes the toolbox. */
  async close(): Promise<void> {
    await this.firefox.inBrowser(`${TOOLBOX} await gDevTools.closeToolboxForTab(tab);`);
  }

  /** Runs a script in the panel's process. The script returns a text with `sendAsyncMessage(REPLY, text)`. */
  async #inFrame(script: string, code: string): Promise<string> {
    const answer = await this.firefox.inBrowser(
      `${PANEL_BROWSER}
      const reply = 'coalescope-test:' + Math.random();
      const source = '{ const REPLY = ' + JSON.stringify(reply) + ', CODE = ' + JSON.stringify(args[1]) +
        '; try {' + args[0] + '} catch (error) { sendAsyncMessage(REPLY, { error: String(error) }); } }';
      const answer = await new Promise((resolve, reject) => {
        const moved = () => reject(new Error('the panel moved to another process'));
        browser.addEventListener('XULFrameLoaderCreated', moved, { once: true });
        const manager = browser.messageManager;
        manager.addMessageListener(reply, function take({ data }) {
          manager.removeMessageListener(reply, take);
          browser.removeEventListener('XULFrameLoaderCreated', moved);
          resolve(data);
        });
        manager.loadFrameScript('data:,' + encodeURIComponent(source), false);
      });
      if (answer.error) throw new Error(answer.error);
      return answer;`,
      script,
      code,
    );
    return String(answer);
  }
}

export interface FirefoxPanelOptions {
  /** Opens DevTools in its own window of this size; below the page by default. */
  readonly window?: { readonly width: number; readonly height: number };
}

/** Opens DevTools of the selected tab and selects the extension's panel. */
export async function openFirefoxPanel(
  firefox: Firefox,
  { window }: FirefoxPanelOptions = {},
): Promise<FirefoxPanel> {
  await firefox.inBrowser(
    `${TOOLBOX}
    await gDevTools.showToolboxForTab(tab, { toolId: 'inspector', hostType: args[0] ? 'window' : 'bottom' });`,
    window !== undefined,
  );
  await waitUntil(
    () =>
      firefox.inBrowser(`${TOOLBOX}
      const toolbox = gDevTools.getToolboxForTab(tab);
      const tool = toolbox.getAdditionalTools().find(({ label }) => label === 'Coalescope');
      if (tool === undefined) return false;
      await toolbox.selectTool(tool.id);
      return true;`),
    'a panel of the extension in the toolbox',
    60_000,
  );
  if (window !== undefined) {
    await firefox.inBrowser(
      `${TOOLBOX} gDevTools.getToolboxForTab(tab).topWindow.resizeTo(args[0], args[1]);`,
      window.width,
      window.height,
    );
  }
  const panel = new FirefoxPanel(firefox);
  await panel.waitFor(() => document.querySelector('#panel')?.hasChildNodes(), 'the panel', 60_000);
  return panel;
}
