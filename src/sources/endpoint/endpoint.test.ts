import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../model/evidence.ts';
import { FakeBrowser } from '../../testing/fake-browser.ts';
import { EndpointError } from './client.ts';
import { endNetLogTrace, startNetLogTrace } from './netlog-trace.ts';
import { listenToPages } from './pages.ts';

describe('commands', () => {
  it('resolve with their own result, or reject with the browser’s message', async () => {
    const { client } = new FakeBrowser(({ method }) =>
      method === 'No.thing' ? new Error('wasn’t found') : { method },
    );
    const both = await Promise.all([client.command('A.b'), client.command('C.d')]);
    expect(both).toEqual([{ method: 'A.b' }, { method: 'C.d' }]);
    await expect(client.command('No.thing')).rejects.toThrow(new EndpointError('No.thing: wasn’t found'));
  });

  it('do not wait for a browser that has gone', async () => {
    const browser = new FakeBrowser(() => null);
    const waiting = browser.client.command('A.b');
    browser.onClosed();
    await expect(waiting).rejects.toThrow('the browser is gone');
    await expect(browser.client.command('C.d')).rejects.toThrow('the browser is gone');
    await browser.client.closed;
  });

  it('are not affected by invalid messages', async () => {
    const browser = new FakeBrowser();
    for (const text of ['', '{', '[]', 'null', '{"id":77,"result":1}', '{"params":{}}']) browser.onText(text);
    expect(await browser.client.command('A.b')).toEqual({});
  });
});

describe('the log through a trace', () => {
  const data = [Buffer.from([1, 2, 3]), Buffer.from([255, 0])];

  function traced(): FakeBrowser {
    const pieces = [...data];
    const browser = new FakeBrowser(({ method }) => {
      if (method === 'Tracing.end') {
        queueMicrotask(() => browser.says('Tracing.tracingComplete', { stream: 's1' }));
      }
      const piece = method === 'IO.read' ? pieces.shift() : undefined;
      return piece === undefined
        ? {}
        : { base64Encoded: true, data: piece.toString('base64'), eof: pieces.length === 0 };
    });
    return browser;
  }

  it('is read to its end in order, and its stream is closed', async () => {
    const browser = traced();
    await startNetLogTrace(browser.client);
    const taken: Uint8Array[] = [];
    await endNetLogTrace(browser.client, (bytes) => taken.push(bytes));
    expect(Buffer.concat(taken)).toEqual(Buffer.concat(data));
    expect(browser.commands.map(({ method }) => method)).toEqual([
      'Tracing.start',
      'Tracing.end',
      'IO.read',
      'IO.read',
      'IO.close',
    ]);
    expect(browser.commands[2]?.params).toMatchObject({ handle: 's1' });
  });

  it('is lost with the browser, and reports that', async () => {
    const browser = new FakeBrowser(({ method }) => (method === 'Tracing.end' ? null : {}));
    await startNetLogTrace(browser.client);
    const ending = endNetLogTrace(browser.client, () => undefined);
    browser.onClosed();
    await expect(ending).rejects.toThrow(EndpointError);
  });
});

describe('pages', () => {
  const attached = (sessionId: string, type: string) => ({
    sessionId,
    targetInfo: { type, url: '' },
    waitingForDebugger: true,
  });
  const request = (url: string) => ({
    requestId: '1',
    timestamp: 1,
    wallTime: 1_700_000_000,
    request: { url, method: 'GET', headers: {} },
  });

  it('are listened to before they continue, and their requests get different keys', async () => {
    const emitted: Evidence[] = [];
    const browser = new FakeBrowser();
    const pages: string[] = [];
    let closed = false;
    await listenToPages(browser.client, {
      emit: (evidence) => emitted.push(evidence),
      onPage: (session) => pages.push(session),
      onLastClosed: () => {
        closed = true;
      },
    });
    browser.says('Target.attachedToTarget', attached('p', 'page'));
    browser.says('Target.attachedToTarget', attached('w', 'service_worker'));
    await Promise.resolve();
    const ofPage = browser.commands.filter(({ sessionId }) => sessionId === 'p').map(({ method }) => method);
    expect(ofPage).toEqual(['Network.enable', 'Target.setAutoAttach', 'Runtime.runIfWaitingForDebugger']);
    browser.says('Network.requestWillBeSent', request('https://a.test/'), 'p');
    browser.says('Network.requestWillBeSent', request('https://b.test/'), 'w');
    browser.says('Network.requestWillBeSent', request('chrome://omnibox/'), 'p');
    const requests = emitted.filter((evidence) => evidence.kind === 'request');
    expect(requests.map(({ url }) => url)).toEqual(['https://a.test/', 'https://b.test/']);
    expect(new Set(requests.map(({ key }) => key)).size).toBe(2);
    await expect.poll(() => pages).toEqual(['p']);
    browser.says('Target.detachedFromTarget', { sessionId: 'w' });
    expect(closed).toBe(false);
    browser.says('Target.detachedFromTarget', { sessionId: 'p' });
    expect(closed).toBe(true);
  });
});
