import { APACHE } from './apache.ts';
import { AZURE_FRONT_DOOR } from './azure-front-door.ts';
import { CADDY } from './caddy.ts';
import { CLOUDFLARE } from './cloudflare.ts';
import { CLOUDFRONT } from './cloudfront.ts';
import { ENVOY } from './envoy.ts';
import { FASTLY } from './fastly.ts';
import { H2O } from './h2o.ts';
import { HAPROXY } from './haproxy.ts';
import { HOST_ALLOW_LIST } from './host-allow-list.ts';
import { ISTIO } from './istio.ts';
import { JETTY } from './jetty.ts';
import { KEYCLOAK } from './keycloak.ts';
import { KONG } from './kong.ts';
import { LIGHTTPD } from './lighttpd.ts';
import { NGHTTPX } from './nghttpx.ts';
import { NGINX } from './nginx.ts';
import type { Product, ProductKnowledge } from './product.ts';
import { TOMCAT } from './tomcat.ts';
import { TRAEFIK } from './traefik.ts';
import { TRAFFIC_SERVER } from './trafficserver.ts';
import { VARNISH } from './varnish.ts';

/**
 * Every product. Where several proxies are possible, their fixes are offered in this order; where several relays left a
 * mark on a response, the first is named.
 */
export const PRODUCTS: Readonly<Record<Product, ProductKnowledge>> = {
  apache: APACHE,
  nginx: NGINX,
  haproxy: HAPROXY,
  caddy: CADDY,
  traefik: TRAEFIK,
  envoy: ENVOY,
  istio: ISTIO,
  lighttpd: LIGHTTPD,
  h2o: H2O,
  nghttpx: NGHTTPX,
  tomcat: TOMCAT,
  jetty: JETTY,
  keycloak: KEYCLOAK,
  trafficserver: TRAFFIC_SERVER,
  fastly: FASTLY,
  cloudfront: CLOUDFRONT,
  'azure-front-door': AZURE_FRONT_DOOR,
  cloudflare: CLOUDFLARE,
  kong: KONG,
  varnish: VARNISH,
  'host-allow-list': HOST_ALLOW_LIST,
};

export const PRODUCT_IDS: readonly Product[] = Object.keys(PRODUCTS).filter(isProduct);

function isProduct(name: string): name is Product {
  return Object.hasOwn(PRODUCTS, name);
}

/** The knowledge about a product, by its name in a report; null for a name that is not in the catalogue. */
export function knowledgeOf(product: string | null): ProductKnowledge | null {
  return product !== null && isProduct(product) ? PRODUCTS[product] : null;
}

/** The product's own spelling of its name; a name that a later version wrote stays as it is. */
export function productName(product: string): string {
  return knowledgeOf(product)?.name ?? product;
}
