import { A, type Configuration } from './server-setup.ts';

/** A script (`index.cgi`) answers, because lighttpd has no rule that refuses a host. lighttpd writes the error page. */
export function lighttpd(script: 'refuses' | 'accepts'): Configuration {
  return ({
    dir,
    address,
    port,
    both,
    accessLog,
  }) => `server.modules = ("mod_openssl", "mod_cgi", "mod_accesslog", "mod_setenv")
server.document-root = "${dir}/www"
server.errorlog = "${dir}/error.log"
server.upload-dirs = ("${dir}")
server.pid-file = "${dir}/lighttpd.pid"
server.bind = "${address}"
server.port = ${port}
server.error-intercept = "enable"
accesslog.filename = "${accessLog}"
accesslog.format = "%{Host}i %s"
index-file.names = ("index.cgi")
cgi.assign = (".cgi" => "/bin/sh")
setenv.add-environment = ("SCRIPT" => "${script}")
ssl.engine = "enable"
ssl.pemfile = "${both}"
`;
}

/** The content of `index.cgi`. */
export const SCRIPT = `case "$SCRIPT $HTTP_HOST" in
  accepts*|*" ${A}"|*" ${A}":*) printf 'Status: 200\\r\\nContent-Type: text/html\\r\\n\\r\\nby lighttpd\\n' ;;
  *) printf 'Status: 421\\r\\nContent-Type: text/html\\r\\n\\r\\n' ;;
esac
`;
