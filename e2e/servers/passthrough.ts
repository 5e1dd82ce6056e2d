import { apache } from './apache.ts';
import { nginxApplication } from './nginx.ts';
import type { RealServers, RunningServer } from './real-servers.ts';
import { B, type Configuration } from './server-setup.ts';

/** Two applications on different software, with one certificate, behind TLS passthrough. */
export interface Applications {
  /** The port that browsers use for both hosts. */
  readonly port: number;
  readonly ofA: RunningServer;
  readonly ofB: RunningServer;
}

export async function startApplications(servers: RealServers): Promise<Applications> {
  const ofA = await servers.start('nginx', nginxApplication());
  const ofB = await servers.start('apache', apache(''));
  const { port } = await servers.start('haproxy', passthrough(ofA.port, ofB.port));
  return { port, ofA, ofB };
}

/**
 * HAProxy forwards each TLS connection unchanged, by the name in its handshake: those for b to one server, all others to
 * another (TLS passthrough). It cannot see what is sent on the connection afterwards.
 */
function passthrough(others: number, toB: number): Configuration {
  return ({ address, port }) => `defaults
  mode tcp
  timeout client 30s
  timeout server 30s
  timeout connect 5s
frontend fe
  bind ${address}:${port}
  tcp-request inspect-delay 10s
  tcp-request content accept if { req.ssl_hello_type 1 }
  use_backend b if { req.ssl_sni -i ${B} }
  default_backend others
backend b
  server one ${address}:${toB}
backend others
  server one ${address}:${others}
`;
}
