/** Software and services that answer 421, or something else wrong, for a host on the wrong connection. */
export const PRODUCT_NAMES = {
  apache: 'Apache httpd',
  nginx: 'nginx',
  caddy: 'Caddy',
  haproxy: 'HAProxy',
  traefik: 'Traefik',
  envoy: 'Envoy',
  istio: 'Istio',
  tomcat: 'Tomcat',
  jetty: 'Jetty',
  trafficserver: 'Apache Traffic Server',
  lighttpd: 'lighttpd',
  h2o: 'H2O',
  nghttpx: 'nghttpx',
  fastly: 'Fastly',
  cloudfront: 'CloudFront',
  'azure-front-door': 'Azure Front Door',
  cloudflare: 'Cloudflare',
  keycloak: 'Keycloak or Quarkus',
  'host-allow-list': 'a list of allowed hosts in the application',
} as const;

export type Product = keyof typeof PRODUCT_NAMES;

function isProduct(name: string): name is Product {
  return Object.hasOwn(PRODUCT_NAMES, name);
}

/** The product's own spelling of its name; a name that a later version wrote stays as it is. */
export function productName(product: string): string {
  return isProduct(product) ? PRODUCT_NAMES[product] : product;
}
