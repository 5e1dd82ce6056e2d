import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { type Chromium, launchChromium } from '../../drivers/chromium.ts';
import { type DevToolsPanel, openPanel } from '../../drivers/devtools-panel.ts';
import { buildExtension } from '../../drivers/extension.ts';
import { press, showTab } from '../../panel/controls.ts';
import { exportFile } from '../../panel/export-file.ts';
import { readFindings, type ShownFinding } from '../../panel/findings.ts';
import { recordGroundTruth } from '../../panel/ground-truth.ts';
import { type RequestRow, readNetworkRows, summaryNumber } from '../../panel/request-table.ts';
import { A, B } from '../../servers/server-setup.ts';

/** Fixed by the key in the manifest. */
const EXTENSION = 'chrome-extension://mpcdkgdjdlaacbbenholhhpiiibmlmgh';

const NETLOG = 'netlog.json';

/**
 * QUIC requires a publicly trusted root, except for the hosts in this list. HTTP/3 is forced only for the ports in the
 * list; with another port it is only allowed.
 */
const TRUSTED_FOR_QUIC = `--origin-to-force-quic-on=${A}:1,${B}:1`;

/** A real Chromium with the panel in its DevTools, which also records a NetLog. */
export class Visitor {
  readonly browser: Chromium;
  readonly panel: DevToolsPanel;
  /** The folder for saved files, until `close`. */
  readonly #folder: string;
  #ended = false;

  private constructor(browser: Chromium, panel: DevToolsPanel, folder: string) {
    this.browser = browser;
    this.panel = panel;
    this.#folder = folder;
  }

  /** @param spki of the CA to trust, also for HTTP/3 if that is enabled */
  static async start(spki: string, http3: boolean): Promise<Visitor> {
    const folder = await mkdtemp(join(tmpdir(), 'coalescope-e2e-'));
    const browser = await launchChromium({
      extensionDir: await buildExtension(),
      devtools: true,
      dock: 'undocked',
      netLogPath: join(folder, NETLOG),
      http3,
      args: [
        `--ignore-certificate-errors-spki-list=${spki}`,
        '--host-resolver-rules=MAP *.site.localhost 127.0.0.1',
        ...(http3 ? [TRUSTED_FOR_QUIC] : []),
        // For the ground truth, which the panel gets from the debugging port.
        `--remote-allow-origins=${EXTENSION}`,
      ],
    });
    try {
      return new Visitor(browser, await openPanel(browser, { timeout: 60_000 }), folder);
    } catch (error) {
      await browser.close();
      await rm(folder, { recursive: true });
      throw error;
    }
  }

  /** Loads a's page, adds a frame of b, and waits until the panel shows the request of the frame. */
  async load(port: number, name: string): Promise<void> {
    const { page } = this.browser;
    await page.goto(`https://${A}:${port}/?${name}`);
    await page.evaluate(
      (url) =>
        new Promise((loaded) => {
          const frame = document.createElement('iframe');
          frame.addEventListener('load', loaded);
          frame.src = url;
          document.body.append(frame);
        }).then(() => undefined),
      `https://${B}:${port}/?${name}`,
    );
    await this.#waitForRow('b.', `/?${name}`);
  }

  /** Loads a's page alone. */
  async open(port: number, name: string): Promise<void> {
    await this.browser.page.goto(`https://${A}:${port}/?${name}`);
    await this.#waitForRow('a.', `/?${name}`);
  }

  /** Lets the page send a request to its own host. */
  async ask(): Promise<void> {
    await this.browser.page.evaluate(() => fetch('/?more').then((answer) => answer.text()));
  }

  /** Waits until the panel shows a request with its status and its connection, which come from DevTools. */
  async #waitForRow(host: string, path: string): Promise<void> {
    await showTab(this.panel, 'Requests');
    const isIt = (row: RequestRow): boolean => row.host.startsWith(host) && row.path === path;
    await expect
      .poll(async () => (await readNetworkRows(this.panel)).filter(isIt), { timeout: 60_000 })
      .toContainEqual(
        expect.objectContaining({
          status: expect.stringMatching(/./),
          connection: expect.stringMatching(/./),
        }),
      );
  }

  /** Runs an action while ground truth is recorded, and joins the recording. */
  async withGroundTruth(act: () => Promise<void>): Promise<void> {
    await recordGroundTruth(this.panel, new URL(this.browser.endpoint).port);
    await this.#waitForNotice('Recording ground truth');
    await act();
    await press(this.panel, 'Stop and join');
    await this.#waitForNotice('now observed');
  }

  async #waitForNotice(words: string): Promise<void> {
    const notices = () => this.panel.evaluate(() => document.querySelector('.notices')?.textContent ?? '');
    await expect.poll(notices, { timeout: 60_000 }).toContain(words);
  }

  /** The panel's finding with these words in its title; waits for it. */
  async finding(words: string): Promise<ShownFinding> {
    const isIt = ({ title }: ShownFinding): boolean => title.includes(words);
    let found: ShownFinding | undefined;
    await expect(async () => {
      found = (await readFindings(this.panel)).find(isIt);
      expect(found?.sender ?? '').not.toBe('');
    }).toPass({ timeout: 60_000 });
    if (found === undefined) throw new Error(`no finding with the title ${words}`);
    return found;
  }

  async expectNo421(): Promise<void> {
    expect(await summaryNumber(this.panel, 'misdirected')).toBe(0);
    expect((await readFindings(this.panel)).filter(({ title }) => /\b421\b/.test(title))).toEqual([]);
  }

  clear(): Promise<void> {
    return this.panel.click('button[aria-label="Clear"]');
  }

  /** The HAR that DevTools itself has of the tab. */
  devToolsHar(): Promise<string> {
    return this.panel.evaluate(
      `new Promise((done) => chrome.devtools.network.getHAR((log) => done(JSON.stringify({ log }))))`,
    );
  }

  /** The annotated HAR that the panel exports. */
  async exportedHar(): Promise<string> {
    return readFile(await exportFile(this.panel, 'Annotated HAR', join(this.#folder, 'export')), 'utf8');
  }

  /** Closes the browser and returns its NetLog of all visits. */
  async netLog(): Promise<string> {
    await this.#end();
    return readFile(join(this.#folder, NETLOG), 'utf8');
  }

  async close(): Promise<void> {
    await this.#end();
    await rm(this.#folder, { recursive: true });
  }

  async #end(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    await this.panel.close();
    await this.browser.close();
  }
}
