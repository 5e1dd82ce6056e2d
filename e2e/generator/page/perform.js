// The script of a page in a random run: sends the requests of a wave, and reports when all have ended, even if some failed.

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const addressOf = ({ host, path }) => `https://${host}:${location.port}${path}`;

async function callFor({ method, credentials, preflight, ...request }) {
  const headers = preflight ? { 'x-shop': '1' } : {};
  const body = method === 'POST' ? 'a=1' : undefined;
  const answer = await fetch(addressOf(request), { method, credentials, headers, body });
  await answer.text();
}

function loaded(element) {
  return new Promise((done) => {
    element.onload = done;
    element.onerror = done;
    if (!element.isConnected && !(element instanceof HTMLImageElement)) document.body.append(element);
  });
}

function element({ how, credentials, ...request }) {
  if (how === 'image')
    return Object.assign(new Image(), credentials === 'omit' ? { crossOrigin: 'anonymous' } : {}, {
      src: addressOf(request),
    });
  const script = document.createElement('script');
  if (how === 'module') script.type = 'module';
  if (credentials === 'omit') script.crossOrigin = 'anonymous';
  else if (how === 'module') script.crossOrigin = 'use-credentials';
  script.src = addressOf(request);
  return script;
}

/** A frame has ended when its own requests have. A frame whose document failed reports only that it loaded. */
function framed(request) {
  const frame = document.createElement('iframe');
  frame.src = addressOf(request);
  const ended = new Promise((done) => {
    addEventListener('message', ({ source }) => source === frame.contentWindow && done());
  });
  const failed = new Promise((done) => {
    frame.onload = () => pause(3000).then(done);
  });
  document.body.append(frame);
  return Promise.race([ended, failed]);
}

/** The browser does not report when this is finished. */
function preconnect({ credentials, host }) {
  const link = Object.assign(document.createElement('link'), {
    rel: 'preconnect',
    href: `https://${host}:${location.port}`,
  });
  if (credentials === 'omit') link.crossOrigin = 'anonymous';
  document.head.append(link);
}

function prefetchName({ host }) {
  document.head.append(
    Object.assign(document.createElement('link'), {
      rel: 'dns-prefetch',
      href: `https://${host}:${location.port}`,
    }),
  );
}

async function one(request) {
  await pause(request.after);
  if (request.how === 'preconnect') preconnect(request);
  else if (request.how === 'dns-prefetch') prefetchName(request);
  else if (request.how === 'fetch') await callFor(request);
  else if (request.how === 'frame') await framed(request);
  else await loaded(element(request));
}

globalThis.perform = (requests) => Promise.allSettled(requests.map(one));
