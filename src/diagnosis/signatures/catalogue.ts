import { APACHE } from './apache.ts';
import { CADDY } from './caddy.ts';
import { AZURE_FRONT_DOOR, CLOUDFLARE, CLOUDFRONT, FASTLY } from './cdn.ts';
import { ENVOY } from './envoy.ts';
import { HAPROXY } from './haproxy.ts';
import { HOST_ALLOW_LIST } from './host-allow-list.ts';
import { ISTIO } from './istio.ts';
import { JETTY, KEYCLOAK, TOMCAT } from './java.ts';
import { NGINX } from './nginx.ts';
import { H2O, LIGHTTPD, NGHTTPX } from './scripted.ts';
import type { Signature } from './signature.ts';
import { TRAEFIK } from './traefik.ts';
import { TRAFFIC_SERVER } from './trafficserver.ts';

/** All that is recognised. The order decides nothing. */
export const SIGNATURES: readonly Signature[] = [
  ...[APACHE, NGINX, CADDY, HAPROXY, TRAEFIK, ENVOY, ISTIO, LIGHTTPD, H2O, NGHTTPX],
  ...[TOMCAT, JETTY, KEYCLOAK, TRAFFIC_SERVER],
  ...[FASTLY, CLOUDFRONT, AZURE_FRONT_DOOR, CLOUDFLARE, HOST_ALLOW_LIST],
];
