import { readFileSync } from 'node:fs';
import type { PageRequest } from './plan.ts';

const perform = readFileSync(new URL('./page/perform.js', import.meta.url), 'utf8');

/** A service worker that forwards every request, as many do. */
export const serviceWorker = `
addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('fetch', (event) => event.respondWith(fetch(event.request)));
`;

const register = `
const controlled = new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done));
navigator.serviceWorker.register('/worker.js');
await controlled;
`;

/** A page that sends requests: these immediately, and others on demand. `data-ready` shows that it is ready. */
export function pageHtml(requests: readonly PageRequest[], worker = false, markup = ''): string {
  return `<!doctype html><title>run</title><link rel="icon" href="data:,">${markup}
<script>${perform}</script>
<script type="module">${worker ? register : ''}
await perform(${JSON.stringify(requests)});
document.documentElement.dataset.ready = '';
parent.postMessage(location.pathname, '*');
</script>`;
}
