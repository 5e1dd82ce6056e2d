import type { ProductGuide } from '../product.ts';
import { APACHE } from './apache.ts';
import { CADDY } from './caddy.ts';
import { NGINX } from './nginx.ts';
import { ENVOY, H2O, HAPROXY, LIGHTTPD, SERVICES } from './others.ts';
import { TRAEFIK } from './traefik.ts';

const GUIDES: readonly ProductGuide[] = [
  ...[APACHE, NGINX, CADDY, HAPROXY, TRAEFIK, ENVOY, LIGHTTPD, H2O],
  ...SERVICES,
];

/** What the guide knows of a product; null when nothing. */
export function productGuide(product: string | null): ProductGuide | null {
  return GUIDES.find((guide) => guide.product === product) ?? null;
}
