interface EntryOptions {
  readonly url?: string;
  readonly method?: string;
  readonly status?: number;
  readonly connection?: string;
  /** A string that is added to every text field of the entry. */
  readonly text?: string;
  readonly body?: string;
}

const START = Date.UTC(2026, 0, 1);

/** An entry in the form of Chrome's DevTools. */
export function harEntry(index: number, options: EntryOptions = {}) {
  const { method = 'GET', status = 200, connection = '7', text = '', body = '' } = options;
  const url = options.url ?? `https://h${index % 40}.shop.test/item/${index}`;
  const header = { name: `x-test${text}`, value: `value${text}` };
  const userAgent = { name: 'user-agent', value: 'Mozilla/5.0 Chrome/156.0.0.0 Safari/537.36' };
  return {
    startedDateTime: new Date(START + index * 5).toISOString(),
    time: 30,
    request: {
      method,
      url,
      httpVersion: 'http/2.0',
      headers: [userAgent, header],
      queryString: [],
      cookies: [],
      headersSize: -1,
      bodySize: 0,
    },
    response: {
      status,
      statusText: text,
      httpVersion: 'http/2.0',
      headers: [header],
      cookies: [],
      content: { size: body.length, mimeType: `text/html${text}`, text: body },
      redirectURL: text,
      headersSize: -1,
      bodySize: -1,
      _transferSize: 100,
      _error: status === 0 ? `net::ERR_FAILED${text}` : null,
    },
    cache: {},
    serverIPAddress: '127.0.0.1',
    timings: {
      blocked: 1,
      dns: -1,
      ssl: -1,
      connect: -1,
      send: 1,
      wait: 27,
      receive: 1,
      _blocked_queueing: 1,
    },
    connection: '443',
    _connectionId: connection,
    _resourceType: `fetch${text}`,
    _initiator: { type: 'script', url: `https://www.shop.test/${text}` },
    pageref: 'page_1',
  };
}

export function har(entries: readonly unknown[], text = ''): string {
  const creator = { name: 'WebInspector', version: `537.36${text}` };
  return JSON.stringify({ log: { version: '1.2', creator, pages: [], entries } });
}

/** Two hosts on one connection, a visible 421, and a failed request. */
export function smallHar(): string {
  return har([
    { ...harEntry(0, { url: 'https://www.shop.test/' }), timings: timingsOfNew() },
    harEntry(1, { url: 'https://www.shop.test/style.css' }),
    harEntry(2, { url: 'https://img.shop.test/a.png?size=2' }),
    {
      ...harEntry(3, { url: 'https://old.shop.test/x', status: 421, connection: '9' }),
      timings: timingsOfNew(),
    },
    harEntry(4, { url: 'https://auth.shop.test/login', method: 'POST', status: 500 }),
  ]);
}

function timingsOfNew() {
  return { blocked: 2, dns: 1, ssl: 8, connect: 10, send: 1, wait: 15, receive: 1, _blocked_queueing: 1 };
}
