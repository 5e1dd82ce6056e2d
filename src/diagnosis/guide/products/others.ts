import type { Product } from '../../products.ts';
import { accessLog, type ProductGuide, STATUS_WORDS } from '../product.ts';

// Servers of which no version is known that answers 421 otherwise than the others.

export const HAPROXY: ProductGuide = {
  product: 'haproxy',
  // The termination state of what a rule refused (seen with 2.6).
  reason: { source: { kind: 'file', path: '/var/log/haproxy.log' }, words: ' PR-- ', namesHost: false },
  access: accessLog('/var/log/haproxy.log'),
  version: { told: null, command: 'haproxy -v' },
  changes: [],
};

export const LIGHTTPD: ProductGuide = {
  product: 'lighttpd',
  reason: null,
  access: accessLog('/var/log/lighttpd/access.log'),
  version: { told: /^lighttpd\/(\d+(?:\.\d+)*)/i, command: 'lighttpd -v' },
  changes: [],
};

export const H2O: ProductGuide = {
  product: 'h2o',
  reason: null,
  access: accessLog('/var/log/h2o/access.log'),
  version: { told: /^h2o\/(\d+(?:\.\d+)*)/i, command: 'h2o --version' },
  changes: [],
};

export const ENVOY: ProductGuide = {
  product: 'envoy',
  reason: null,
  access: { source: { kind: 'container', name: 'envoy' }, words: STATUS_WORDS, namesHost: true },
  version: { told: null, command: 'envoy --version' },
  changes: [],
};

const SERVICE_PRODUCTS: readonly Product[] = ['fastly', 'cloudfront', 'azure-front-door', 'cloudflare'];

/** Run by somebody else: neither a log nor a version of the user's own. */
export const SERVICES: readonly ProductGuide[] = SERVICE_PRODUCTS.map((product) => ({
  product,
  reason: null,
  access: null,
  version: null,
  changes: [],
}));
