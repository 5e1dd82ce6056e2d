import type { Configuration, Setup } from './server-setup.ts';

/** Debian's package, from which `java` starts it. */
const HOME = '/usr/share/jetty9';
const PASSWORD = 'secret';

/**
 * Its certificate does not name b, and names two hosts: with one alone Jetty 9.4 compares no names
 * (SniX509ExtendedKeyManager, SecureRequestCustomizer).
 */
export function jetty(more = ''): Configuration {
  return ({ address, port }) => `--module=ssl
--module=https
--module=http2
--module=deploy
jetty.ssl.host=${address}
jetty.ssl.port=${port}
jetty.sslContext.keyStorePath=keystore.p12
jetty.sslContext.keyStoreType=PKCS12
jetty.sslContext.keyStorePassword=${PASSWORD}
jetty.sslContext.keyManagerPassword=${PASSWORD}
jetty.sslContext.trustStorePath=keystore.p12
jetty.sslContext.trustStorePassword=${PASSWORD}
${more}
`;
}

/** Jetty reads its configuration from start.ini, its certificate from a key store, and its page from webapps/root. */
export function jettyCommand({ dir, certificateOfA, keyOfA }: Setup): readonly [string, ...string[]] {
  const script = `cd "${dir}" && cp conf start.ini && mkdir -p webapps && cp -R www webapps/root
openssl pkcs12 -export -in "${certificateOfA}" -inkey "${keyOfA}" -out keystore.p12 -passout pass:${PASSWORD}
exec java -Djetty.home=${HOME} -jar ${HOME}/start.jar jetty.home=${HOME} jetty.base="${dir}"`;
  return ['sh', '-c', script];
}
