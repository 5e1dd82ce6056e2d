import { APACHE } from './apache.ts';
import { CADDY } from './caddy.ts';
import { CDN } from './cdn.ts';
import { ENVOY } from './envoy.ts';
import { HAPROXY } from './haproxy.ts';
import { JAVA } from './java.ts';
import { NGINX } from './nginx.ts';
import { OWNER } from './owner.ts';
import type { Failure, Remedy } from './remedy.ts';
import { TRAEFIK } from './traefik.ts';

const REMEDIES: readonly Remedy[] = [
  ...[...APACHE, ...NGINX, ...CADDY, ...HAPROXY, ...TRAEFIK, ...ENVOY, ...JAVA, ...CDN, ...OWNER],
];

/** Why this product failed so, and what to change; null when that is not known. */
export function remedyOf(product: string, failure: Failure): Remedy | null {
  return (
    REMEDIES.find(({ products, when }) => products.some((one) => one === product) && when(failure)) ?? null
  );
}
