// The shop's requests, one story after another. Each step waits for the previous one, so that every load of the page
// sends the same requests in the same order. `data-done` on the document shows that all are finished.

const products = [
  ['Runner', 'runner', '€ 89', 4],
  ['Trail', 'trail', '€ 119', 5],
  ['Court', 'court', '€ 75', 4],
  ['Boot', 'boot', '€ 149', 5],
  ['Sandal', 'sandal', '€ 49', 3],
  ['Slipper', 'slipper', '€ 35', 4],
];

const site = location.host.replace(/^www\./, '');
const at = (host, path) => `https://${host}.${site}${path}`;
const find = (selector) => document.querySelector(selector);

/** Adds the outcome of a request to a host to the table "Backstage". */
function note(host, outcome) {
  const cell = find(`tr[data-host="${host}"] .outcome`);
  cell.textContent = cell.textContent === '…' ? outcome : `${cell.textContent}, ${outcome}`;
}

/** Sends a same-site request with cookies, for which the browser may share the page's connection. */
async function call(host, path, options = {}) {
  const response = await fetch(at(host, path), { credentials: 'include', ...options });
  await response.text();
  note(host, String(response.status));
  return response;
}

async function show(image, host, path) {
  image.src = at(host, path);
  await image.decode();
  note(host, '200');
}

function card([name, file, price]) {
  const item = document.createElement('li');
  item.innerHTML = `<img alt="${name}"><p><b>${name}</b><span>${price}</span></p><p class="stars">…</p>`;
  return [item, file];
}

async function showProducts() {
  const cards = products.map(card);
  find('#products').append(...cards.map(([item]) => item));
  await Promise.all(
    cards.map(([item, file]) => show(item.querySelector('img'), 'static', `/img/${file}.svg`)),
  );
}

/** Modules and `crossorigin` pictures are fetched without cookies from other origins. */
async function showWithoutCredentials() {
  const { stars } = await import(at('modules', '/rating.js'));
  note('modules', '200');
  const lines = document.querySelectorAll('.stars');
  products.forEach(([, , , rating], index) => {
    lines[index].textContent = stars(rating);
  });
  const logo = find('#logo');
  logo.crossOrigin = 'anonymous';
  await show(logo, 'static', '/img/logo.svg');
}

async function signIn() {
  await call('account', '/api/session');
  await call('account', '/api/orders?page=1');
  const body = new URLSearchParams({ name: 'ada', remember: 'yes' });
  const { ok } = await call('login', '/login', { method: 'POST', body });
  find('#hello').textContent = ok ? 'Hello, Ada' : 'Sign in';
}

async function fillCart() {
  await Promise.all([
    call('cart', '/api/cart'),
    call('cart', '/api/cart/total'),
    call('cart', '/api/cart/items', { method: 'POST', body: 'runner' }),
  ]);
  find('#cart').textContent = 'Cart (1)';
}

async function suggest() {
  await call('search', '/api/suggest?q=sho');
  find('#suggestion').textContent = 'People look for: trail shoes';
}

/** On a shared connection the host answers 404. A request without credentials has its own connection and succeeds. */
async function showReviews() {
  const first = await call('reviews', '/api/reviews/runner');
  const { ok } = first.ok ? first : await call('reviews', '/api/reviews/runner', { credentials: 'omit' });
  find('#reviews').textContent = ok ? '“Walked to work. Walked back.”' : 'No reviews yet.';
}

/** The page itself repeats the request when it receives a 421. */
async function showStock() {
  let response = await call('stock', '/api/stock/runner');
  if (response.status === 421) response = await call('stock', '/api/stock/runner');
  find('#stock').textContent = response.ok ? 'All sizes, from 36 to 47.' : 'Ask us.';
}

async function pay() {
  await call('payments', '/api/payment-methods');
  const { ok } = await call('payments', '/api/payments', { method: 'POST', body: 'amount=89' });
  find('#payment').textContent = ok ? 'Ready.' : 'Paying is out of order today.';
}

async function askForHelp() {
  await call('help', '/api/opening-hours');
  await call('help', '/api/phone');
  find('#help').textContent = 'We answer from 9 to 5.';
}

async function addToWishlist() {
  const headers = { 'content-type': 'application/json' };
  await call('wishlist', '/api/wishlist/trail', { method: 'PUT', headers, body: '{"size":41}' });
}

try {
  await showProducts();
  await showWithoutCredentials();
  await signIn();
  await fillCart();
  await suggest();
  await showReviews();
  await showStock();
  await pay();
  await show(find('#banner'), 'img.cdn', '/img/banner.svg');
  await addToWishlist();
  await askForHelp();
  document.documentElement.dataset.done = 'true';
} catch (error) {
  document.documentElement.dataset.done = String(error);
  throw error;
}
