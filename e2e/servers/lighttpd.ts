import { A, type Configuration } from './setup.ts';

/** A script refuses every host but a: lighttpd itself has no such rule. It writes the page, though. */
export const lighttpd: Configuration = ({ dir, port, both }) => `server.modules = ("mod_openssl", "mod_cgi")
server.document-root = "${dir}/www"
server.errorlog = "${dir}/error.log"
server.upload-dirs = ("${dir}")
server.pid-file = "${dir}/lighttpd.pid"
server.bind = "127.0.0.1"
server.port = ${port}
server.error-intercept = "enable"
index-file.names = ("index.cgi")
cgi.assign = (".cgi" => "/bin/sh")
ssl.engine = "enable"
ssl.pemfile = "${both}"
`;

/** Its `index.cgi`. */
export const REFUSES = `case "$HTTP_HOST" in
  ${A}|${A}:*) printf 'Status: 200\\r\\nContent-Type: text/html\\r\\n\\r\\nby lighttpd\\n' ;;
  *) printf 'Status: 421\\r\\nContent-Type: text/html\\r\\n\\r\\n' ;;
esac
`;
