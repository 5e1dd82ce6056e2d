import { apache, apacheBehind, certificateFile, OTHER_CIPHERS } from './apache.ts';
import { caddyAnswers, caddyBefore } from './caddy.ts';
import { h2o } from './h2o.ts';
import { ALLOWS_A, COMPARES, haproxyAnswers, haproxyBefore } from './haproxy.ts';
import { lighttpd } from './lighttpd.ts';
import {
  COMPARES as COMPARES_NAMES,
  nginxBefore,
  nginxClientCertificate,
  nginxOneServer,
  nginxRule,
  nginxUnknownHost,
} from './nginx.ts';
import type { RealServers, RunningServer } from './real-servers.ts';
import { canRun, type ServerName } from './server-programs.ts';
import { A, type Configuration } from './server-setup.ts';

/** A real server that answers 421 for b on a's connection, with the cause and the fix. */
export interface ServerCase {
  readonly name: string;
  readonly server: ServerName;
  /** The server behind it that answers. */
  readonly behind?: readonly [ServerName, Configuration];
  /** The faulty configuration, given the port of the server behind it. */
  readonly broken: (upstream: number) => Configuration;
  /** The configuration with the tool's fix. */
  readonly fixed: (fix: string, upstream: number) => Configuration;
  /** Text that identifies that fix among the others. */
  readonly fix: string;
  /** Whether the 421 also occurs on b's own connection. */
  readonly always: boolean;
  /** The product that wrote the 421, and the proxy that forwarded it. */
  readonly sender: { readonly product: ServerName; readonly behind: ServerName | null };
  /** Text from one of the two most likely causes. */
  readonly cause: string;
  /** The response that replaces a hidden 421 does not identify its server: only the browser's own log does. */
  readonly nameless?: boolean;
}

const APACHE_BEHIND = ['apache', apacheBehind(OTHER_CIPHERS)] as const;

const APACHE = { product: 'apache', behind: null } as const;
const NGINX = { product: 'nginx', behind: null } as const;
const HAPROXY = { product: 'haproxy', behind: null } as const;

/** The line of a snippet that contains a word. */
export function lineWith(word: string, snippet: string): string {
  return (
    snippet
      .split('\n')
      .find((line) => line.includes(word))
      ?.trim() ?? ''
  );
}

export const CASES: readonly ServerCase[] = [
  {
    name: 'Apache with different cipher suites for its hosts',
    server: 'apache',
    broken: () => apache(OTHER_CIPHERS),
    fixed: (fix) => apache(OTHER_CIPHERS, fix),
    ...{ fix: 'SSLVHostSNIPolicy', always: false, sender: APACHE, cause: 'different TLS settings' },
  },
  {
    name: 'Apache with one certificate in two files',
    server: 'apache',
    broken: () => certificateFile('sameCertificate'),
    // The fix does not know the path of the file.
    fixed: (fix) => certificateFile(fix.includes('SSLCertificateFile') ? 'certificate' : 'sameCertificate'),
    ...{
      fix: 'the same lines',
      always: false,
      sender: APACHE,
      cause: 'The same certificate in another file',
    },
  },
  {
    name: 'Apache behind nginx, which sends it no name',
    ...{ server: 'nginx', behind: APACHE_BEHIND },
    broken: (upstream) => nginxBefore(upstream),
    fixed: (fix, upstream) => nginxBefore(upstream, fix),
    ...{ fix: 'proxy_ssl_server_name', always: true, cause: 'nginx may not pass the name on' },
    sender: { product: 'apache', behind: 'nginx' },
  },
  {
    name: 'Apache behind HAProxy, which sends it no name and adds no header',
    ...{ server: 'haproxy', behind: APACHE_BEHIND },
    broken: (upstream) => haproxyBefore(upstream),
    fixed: (fix, upstream) => haproxyBefore(upstream, fix),
    ...{ fix: 'HAProxy', always: true, sender: APACHE, cause: 'a proxy or load balancer in front of it' },
  },
  {
    name: 'Apache behind Caddy, which sends it no name',
    ...{ server: 'caddy', behind: APACHE_BEHIND },
    broken: (upstream) => caddyBefore(upstream),
    // Caddy does not trust the lab's certificate.
    fixed: (fix, upstream) => caddyBefore(upstream, fix.replace('{\n', '{\ntls_insecure_skip_verify\n')),
    ...{ fix: 'tls_server_name', always: true, cause: 'Caddy may not pass the name on' },
    sender: { product: 'apache', behind: 'caddy' },
  },
  {
    name: 'nginx with a client certificate rule for one of two server blocks',
    server: 'nginx',
    broken: () => nginxClientCertificate,
    fixed: nginxOneServer,
    ...{ fix: 'one server block', always: false, sender: NGINX, cause: 'ssl_verify_client' },
  },
  {
    name: 'nginx with client certificates behind nginx, which sends another name',
    ...{ server: 'nginx', behind: ['nginx', nginxClientCertificate] },
    broken: (upstream) => nginxBefore(upstream, `proxy_ssl_server_name on; proxy_ssl_name ${A};`),
    fixed: (fix, upstream) => nginxBefore(upstream, fix),
    ...{ fix: 'proxy_ssl_name $host', always: true, sender: NGINX, cause: 'ssl_verify_client' },
  },
  {
    name: 'nginx with a rule that compares the names',
    server: 'nginx',
    broken: () => nginxRule(COMPARES_NAMES),
    fixed: nginxRule,
    ...{ fix: 'if ($host', always: false, sender: NGINX, cause: 'if ($ssl_server_name != $host)' },
  },
  {
    name: 'nginx that does not know the host',
    server: 'nginx',
    broken: () => nginxUnknownHost(),
    fixed: nginxUnknownHost,
    ...{ fix: 'server_name', always: true, sender: NGINX, cause: 'No server block names' },
  },
  {
    name: 'Caddy with strict_sni_host',
    server: 'caddy',
    broken: () => caddyAnswers('protocols h1 h2', 'strict_sni_host on'),
    fixed: (fix) => caddyAnswers('protocols h1 h2', lineWith('strict_sni_host', fix)),
    ...{ fix: 'insecure_off', always: false, cause: 'strict_sni_host' },
    sender: { product: 'caddy', behind: null },
  },
  {
    name: 'HAProxy with a rule that compares the names',
    server: 'haproxy',
    broken: () => haproxyAnswers(COMPARES),
    fixed: haproxyAnswers,
    ...{ fix: 'deny_status', always: false, sender: HAPROXY, cause: 'compares ssl_fc_sni', nameless: true },
  },
  {
    name: 'HAProxy with a rule that refuses one host',
    server: 'haproxy',
    broken: () => haproxyAnswers(ALLOWS_A),
    fixed: (fix) => haproxyAnswers(`${fix}\n  ${ALLOWS_A}`),
    ...{ fix: 'http-request allow', always: true, sender: HAPROXY, cause: 'such a rule refuses' },
  },
  {
    name: 'lighttpd with a script that refuses one host',
    server: 'lighttpd',
    broken: () => lighttpd('refuses'),
    fixed: (fix) => lighttpd(fix.startsWith('Make the script accept') ? 'accepts' : 'refuses'),
    ...{ fix: 'script', always: true, cause: 'a script of yours' },
    sender: { product: 'lighttpd', behind: null },
  },
  {
    name: 'H2O that does not know the host',
    server: 'h2o',
    broken: () => h2o(),
    fixed: (fix) => h2o(lineWith('*served', fix)),
    ...{ fix: '*served', always: true, cause: 'a handler of yours' },
    sender: { product: 'h2o', behind: null },
  },
];

/** The cases whose servers are installed. */
export const CASES_HERE = CASES.filter(({ server, behind }) =>
  canRun(server, ...(behind === undefined ? [] : [behind[0]])),
);

/** The running servers of a case. */
export interface RunningCase extends RunningServer {
  /** Restarts it with a fix in its configuration. */
  apply(fix: string): ReturnType<RunningServer['restart']>;
}

export async function startCase(
  servers: RealServers,
  { behind, server, broken, fixed }: ServerCase,
): Promise<RunningCase> {
  const upstream = behind === undefined ? 0 : (await servers.start(...behind)).port;
  const running = await servers.start(server, broken(upstream));
  return { ...running, apply: (fix) => running.restart(fixed(fix, upstream)) };
}

/** The fix of a finding that contains this text: its snippet, or its title if it has none. */
export function fixWith(
  word: string,
  fixes: readonly { readonly title: string; readonly snippet: string | null }[],
): string {
  const found = fixes.find(({ title, snippet }) => `${title} ${snippet}`.includes(word));
  if (found === undefined) throw new Error(`no fix with ${word} among ${JSON.stringify(fixes)}`);
  return found.snippet ?? found.title;
}
