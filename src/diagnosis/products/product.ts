import type { Cause } from '../causes/cause.ts';
import type { Fix } from '../finding.ts';
import type { ProductGuide } from '../guide/product-guide.ts';
import type { Signature } from '../recognise/signature.ts';

/** Software and services that answer 421, or otherwise wrongly, for a host on the wrong connection. */
export type Product =
  | 'apache'
  | 'nginx'
  | 'haproxy'
  | 'caddy'
  | 'traefik'
  | 'envoy'
  | 'istio'
  | 'lighttpd'
  | 'h2o'
  | 'nghttpx'
  | 'tomcat'
  | 'jetty'
  | 'keycloak'
  | 'trafficserver'
  | 'fastly'
  | 'cloudfront'
  | 'azure-front-door'
  | 'cloudflare'
  | 'kong'
  | 'varnish'
  | 'host-allow-list';

/** Everything that is known of one product. */
export interface ProductKnowledge {
  /** Its name in the product's own spelling. */
  readonly name: string;
  /** How its responses are recognised. */
  readonly signature: Signature;
  /** Why it fails, and what to change: those that fit are weighed. Empty for one that only passes responses on. */
  readonly causes: readonly Cause[];
  /** As a proxy: how to make it send the requested host name in the TLS handshake (SNI) with the server behind it. */
  readonly sniFix: Fix | null;
  /**
   * As a proxy: how to keep it from using a connection to the server behind it, which was opened for one host, again for
   * another; null when it does not, or when no such setting is known.
   */
  readonly poolFix: Fix | null;
  /** Its log lines, its version and the versions with known faults; null when nothing is known of them. */
  readonly guide: ProductGuide | null;
}
