import { readFileSync } from 'node:fs';
import { shoe } from './shoe.ts';
import type { Answer, Fault, LabHost, LabSite } from './site.ts';

const read = (name: string): string => readFileSync(new URL(`./shop/${name}`, import.meta.url), 'utf8');

const picture = (hue: number): Answer => ({ type: 'image/svg+xml', body: shoe(hue) });

/** The response of an Apache with several virtual hosts. */
const misdirected = {
  status: 421,
  headers: { server: 'Apache/2.4.62 (Unix)' },
  body: 'Misdirected Request: the client needs a new connection for this request.\n',
};
const misdirectedWhenShared: Fault = { when: 'coalesced', ...misdirected };

const backstage: readonly LabHost[] = [
  {
    name: 'static',
    story: 'Shares the page’s connection, and that works.',
    certificate: 'shop',
    files: {
      '/img/logo.svg': picture(222),
      '/img/runner.svg': picture(12),
      '/img/trail.svg': picture(140),
      '/img/court.svg': picture(200),
      '/img/boot.svg': picture(32),
      '/img/sandal.svg': picture(265),
      '/img/slipper.svg': picture(330),
    },
  },
  {
    name: 'modules',
    story: 'A module is fetched without credentials and cannot share the page’s connection.',
    certificate: 'modules',
    files: { '/rating.js': { type: 'text/javascript', body: read('rating.js') } },
  },
  {
    name: 'account',
    story: 'GET is misdirected on the shared connection; the browser re-sends it on a new one.',
    certificate: 'shop',
    fault: misdirectedWhenShared,
  },
  {
    name: 'login',
    story: 'POST is misdirected on the shared connection; the browser re-sends it with its body.',
    certificate: 'shop',
    fault: misdirectedWhenShared,
  },
  {
    name: 'cart',
    story: 'Three simultaneous requests are misdirected, and all are re-sent.',
    certificate: 'shop',
    // All three must be in flight before the first response, even on a busy machine without a round trip.
    delay: 30,
    fault: misdirectedWhenShared,
  },
  { name: 'search', story: 'Shares the connection and responds slowly.', certificate: 'shop', delay: 300 },
  {
    name: 'reviews',
    story: 'Another application answers 404 on a shared connection; on its own connection all is well.',
    certificate: 'shop',
    fault: { when: 'coalesced', status: 404, headers: { server: 'nginx' }, body: 'Not Found\n' },
  },
  {
    name: 'stock',
    story: 'Misdirected twice, so the page sees it; the page asks again and succeeds.',
    certificate: 'shop',
    fault: { when: { attempts: 2 }, ...misdirected },
  },
  {
    name: 'payments',
    story: 'Always misdirected, even on its own connection.',
    certificate: 'shop',
    fault: { when: 'always', ...misdirected },
  },
  {
    name: 'img.cdn',
    story: 'One label too deep for the wildcard, so it needs a connection of its own.',
    certificate: 'cdn',
    files: { '/img/banner.svg': picture(180) },
  },
  {
    name: 'wishlist',
    story: 'A preflight is sent first, without credentials and therefore on another connection.',
    certificate: 'shop',
  },
  {
    name: 'help',
    story: 'Supports only HTTP/1.1: every request is first misdirected on the shared connection.',
    certificate: 'shop',
    fault: misdirectedWhenShared,
    protocol: 'http/1.1',
  },
];

function row({ name, story }: LabHost): string {
  return `<tr data-host="${name}"><th scope="row">${name}</th><td>${story}</td><td class="outcome">…</td></tr>`;
}

const DOMAIN = 'shop.localhost';

const front: LabHost = {
  name: 'www',
  story: 'The page itself: the connection that others share.',
  certificate: 'shop',
  files: {
    '/': {
      type: 'text/html; charset=utf-8',
      body: read('index.html').replace('<!-- stories -->', () => backstage.map(row).join('\n')),
      // As in every shop. Requests that carry it show which connections have credentials.
      headers: { 'set-cookie': `basket=7f3a; Domain=${DOMAIN}; Path=/; Secure; HttpOnly; SameSite=Lax` },
    },
    '/shop.css': { type: 'text/css; charset=utf-8', body: read('shop.css') },
    '/shop.js': { type: 'text/javascript; charset=utf-8', body: read('shop.js') },
  },
};

/** The shop that `npm start` shows: one host for every story. shop/shop.js sends the requests. */
export const shop: LabSite = {
  domain: DOMAIN,
  certificates: {
    shop: ['*.{domain}', '{domain}'],
    modules: ['modules.{domain}', 'static.{domain}'],
    cdn: ['*.cdn.{domain}'],
  },
  hosts: [front, ...backstage],
};
