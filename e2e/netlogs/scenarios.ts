// Over 250 lines: a list of scenarios, each a few lines, that is read as one table.
import type { Page } from 'playwright';
import { Cdp } from '../drivers/cdp.ts';
import type { Chromium } from '../drivers/chromium.ts';
import { startConnectProxy, startHttp2Proxy } from '../generator/proxies.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { type AskingServer, startAskingServer, startWebSockets, type WebSockets } from './extra-servers.ts';
import { startRefusingProxy } from './refusing-proxy.ts';
import { offering, ruleSite, site } from './sites.ts';

/** One recording: servers, a browser and the requests of its page. */
export interface Scenario {
  lab(): Promise<Lab>;
  /** Options for the browser, in addition to those that the lab needs. */
  browser?(lab: Lab): Promise<Setup> | Setup;
  visit(lab: Lab, browser: Chromium): Promise<void>;
  /** Also records a trace through the browser's tracing. */
  traced?: boolean;
}

export interface Setup {
  http3?: boolean;
  proxy?: string;
  args?: readonly string[];
  close?(): Promise<void>;
}

/** Sends requests from a page, one after another, by host and path. */
export async function ask(page: Page, lab: Lab, ...wanted: readonly string[]): Promise<void> {
  for (const each of wanted) {
    const [name = '', path = ''] = each.split('/');
    const url = `${lab.origin(name)}/${path}`;
    await page.evaluate((to) => fetch(to, { credentials: 'include' }).catch(() => undefined), url);
  }
}

/** Sends requests from a page simultaneously. */
export async function askAll(page: Page, lab: Lab, ...wanted: readonly string[]): Promise<void> {
  await Promise.all(wanted.map((each) => ask(page, lab, each)));
}

/** Sends a POST with a body of this size, which the browser can re-send. */
async function post(page: Page, url: string, bytes: number): Promise<void> {
  await page.evaluate(
    ([to, size]) =>
      fetch(to, { method: 'POST', credentials: 'include', body: 'x'.repeat(size) }).then(() => null),
    [url, bytes] as const,
  );
}

/** Sends a POST with a streamed body, which the browser cannot re-send (Fetch standard, "body's source is null"). */
async function postStream(page: Page, url: string): Promise<void> {
  await page.evaluate(async (to) => {
    const body = new Blob(['streamed']).stream();
    const options = { method: 'POST', credentials: 'include', body, duplex: 'half' } as RequestInit;
    await fetch(to, options).catch(() => null);
  }, url);
}

async function hosts(lab: Lab, { page }: Chromium): Promise<void> {
  await page.goto(lab.url);
  await ask(page, lab, 'good/1', 'picky/1', 'picky/2', 'stubborn/1', 'good/2');
  await askAll(page, lab, 'good/3', 'picky/3', 'www/3', 'stubborn/3', 'old/3');
  await ask(page, lab, 'old/4', 'tired/1', 'tired/2', 'tired/3', 'late/1', 'late/2', 'late/3');
}

function forced(lab: Lab, port = String(lab.port)): string {
  const names = ['www', 'good', 'picky', 'stubborn'];
  return names.map((name) => `${new URL(lab.origin(name)).hostname}:${port}`).join(',');
}

const overHttp3 = async (lab: Lab, { page }: Chromium): Promise<void> => {
  await page.goto(lab.url);
  await ask(page, lab, 'good/1', 'picky/1', 'picky/2', 'stubborn/1');
  await askAll(page, lab, 'good/3', 'picky/3', 'www/3', 'stubborn/3');
};

const NEWER_PATH = '--enable-features=HappyEyeballsV3';

export const scenarios: Readonly<Record<string, Scenario>> = {
  direct: { lab: () => startLab({ site }), visit: hosts },
  'happy-eyeballs-3': {
    lab: () => startLab({ site }),
    browser: () => ({ args: [NEWER_PATH] }),
    visit: hosts,
  },
  redacted: {
    lab: () => startLab({ site }),
    browser: () => ({ args: ['--net-log-capture-mode=HeavilyRedacted'] }),
    visit: hosts,
  },
  'h3-forced': {
    lab: () => startLab({ site, http3: true, roundTrip: 10 }),
    browser: (lab) => ({ http3: true, args: [`--origin-to-force-quic-on=${forced(lab)}`] }),
    visit: overHttp3,
  },
  'h3-happy-eyeballs-3': {
    lab: () => startLab({ site, http3: true, roundTrip: 10 }),
    browser: (lab) => ({ http3: true, args: [NEWER_PATH, `--origin-to-force-quic-on=${forced(lab)}`] }),
    visit: overHttp3,
  },
  'h3-untrusted': {
    lab: () => startLab({ site: offering, http3: true, roundTrip: 10 }),
    browser: () => ({ http3: true }),
    visit: overHttp3,
  },
  'h3-alt-svc': {
    lab: () => startLab({ site: offering, http3: true, roundTrip: 10 }),
    // With another port, the flag only makes Chromium trust the lab's certificate for QUIC.
    browser: (lab) => ({ http3: true, args: [`--origin-to-force-quic-on=${forced(lab, '1')}`] }),
    async visit(lab, { page }) {
      await page.goto(lab.url);
      for (const round of [1, 2, 3]) {
        await askAll(page, lab, `good/${round}`, `picky/${round}`, `www/${round}`, `stubborn/${round}`);
        await page.waitForTimeout(500);
      }
    },
  },
  'proxy-connect': {
    lab: () => startLab({ site }),
    async browser() {
      const { url, close } = await startConnectProxy(() => '127.0.0.1');
      return { proxy: url, close };
    },
    visit: hosts,
  },
  'proxy-h2': {
    lab: () => startLab({ site }),
    async browser(lab) {
      const leaf = lab.leaves.get('all');
      if (leaf === undefined) throw new Error('the lab has no certificate for a proxy');
      const { url, close } = await startHttp2Proxy(`proxy.${site.domain}`, leaf, () => '127.0.0.1');
      return { proxy: url, close };
    },
    visit: hosts,
  },
  traced: {
    lab: () => startLab({ site }),
    traced: true,
    async visit(lab, { page }) {
      await page.goto(lab.url);
      await ask(page, lab, 'good/1', 'picky/1', 'old/1');
      await askAll(page, lab, 'good/3', 'picky/3', 'www/3');
    },
  },
  rules: {
    lab: () => startLab({ site: ruleSite, roundTrip: 10 }),
    async visit(lab, { page }) {
      await page.goto(lab.url);
      await ask(page, lab, 'good/1', 'exact/1', 'keeper/1', 'keeper/1', 'held/1');
      await lab.retireConnections();
      await ask(page, lab, 'www/2');
      await post(page, `${lab.origin('exact')}/upload`, 2000);
      await lab.retireConnections();
      await ask(page, lab, 'www/3');
      await postStream(page, `${lab.origin('exact')}/stream`);
    },
  },
  'refusing-proxy': {
    lab: () => startLab({ site }),
    async browser() {
      const { url, close } = await startRefusingProxy();
      return { proxy: url, close };
    },
    async visit(_lab, { page }) {
      // For a response without a body, the browser shows an error page of its own.
      const urls = ['http://plain', 'http://plain', 'https://good'].map(
        (start) => `${start}.${site.domain}/`,
      );
      for (const [i, url] of urls.entries()) {
        await page.goto(i === 1 ? `${url}forwarded` : url).catch(() => undefined);
      }
    },
  },
  goaway: {
    lab: () => startLab({ site, roundTrip: 10 }),
    async visit(lab, { page }) {
      await page.goto(lab.url);
      await page.evaluate((href) => {
        document.head.append(Object.assign(document.createElement('link'), { rel: 'preconnect', href }));
      }, lab.origin('old'));
      await ask(page, lab, 'good/1', 'picky/1');
      await lab.retireConnections();
      await ask(page, lab, 'good/2', 'picky/2');
    },
  },
  contexts: {
    lab: () => startLab({ site }),
    async visit(lab, { page, endpoint }) {
      await page.goto(lab.url);
      await ask(page, lab, 'good/1', 'picky/1');
      await askInOtherContext(endpoint, lab, ['good/11', 'picky/11']);
      await ask(page, lab, 'good/2', 'picky/2');
    },
  },
  websockets: {
    lab: () => startLab({ site }),
    async browser(lab) {
      sockets = await startWebSockets(lab);
      return { close: sockets.close };
    },
    async visit(lab, { page }) {
      await page.goto(lab.url);
      for (const url of sockets?.urls ?? []) {
        await page.goto(url);
        await page.evaluate(openWebSocket, `${url.replace('https:', 'wss:')}socket`);
        await page.evaluate(openWebSocket, `${url.replace('https:', 'wss:')}again`);
      }
    },
  },
  'client-certificate': {
    lab: () => startLab({ site }),
    async browser(lab) {
      asking = await startAskingServer(lab);
      return { close: asking.close };
    },
    async visit(lab, { page }) {
      await page.goto(lab.url);
      await page.goto(asking?.url ?? '');
    },
  },
};

let sockets: WebSockets | null = null;
let asking: AskingServer | null = null;

/** Resolves when the server has replied to a message, or the handshake failed. */
function openWebSocket(url: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url);
    socket.addEventListener('open', () => socket.send('hello'));
    socket.addEventListener('message', ({ data }) => {
      socket.close();
      resolve(String(data));
    });
    socket.addEventListener('error', () => resolve('failed'));
  });
}

/** Sends requests from a tab in a separate context, like that of an incognito window. */
async function askInOtherContext(endpoint: string, lab: Lab, wanted: readonly string[]): Promise<void> {
  const cdp = await Cdp.connect(endpoint);
  const { browserContextId } = await cdp.send('Target.createBrowserContext');
  const { targetId } = await cdp.send('Target.createTarget', { url: `${lab.url}?private`, browserContextId });
  const session = await cdp.attach({ targetId, type: 'page', url: '' });
  const urls = wanted.map((each) => each.replace(/^(\w+)\//, (_, name: string) => `${lab.origin(name)}/`));
  const expression = `(async () => {
    while (document.readyState !== 'complete' || !location.search) await new Promise((done) => setTimeout(done, 20));
    for (const url of ${JSON.stringify(urls)}) await fetch(url, { credentials: 'include' }).catch(() => null);
  })()`;
  await session.send('Runtime.evaluate', { expression, awaitPromise: true });
  await cdp.send('Target.disposeBrowserContext', { browserContextId });
  await cdp.close();
}
