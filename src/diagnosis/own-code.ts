/** What a language or a framework calls the status. */
export interface StatusName {
  readonly where: string;
  readonly name: string;
}

/** Names of the status, for applications that answer 421 themselves. */
export const STATUS_NAMES: readonly StatusName[] = [
  { where: 'Node.js', name: '421 (http.STATUS_CODES[421])' },
  { where: 'Go', name: 'http.StatusMisdirectedRequest' },
  { where: 'Rust', name: 'http::StatusCode::MISDIRECTED_REQUEST' },
  { where: 'Python', name: 'http.HTTPStatus.MISDIRECTED_REQUEST' },
  { where: '.NET', name: 'HttpStatusCode.MisdirectedRequest' },
  { where: 'Rails', name: ':misdirected_request' },
  { where: 'Symfony', name: 'Response::HTTP_MISDIRECTED_REQUEST' },
  { where: 'Apache HttpComponents', name: 'org.apache.hc.core5.http.HttpStatus.SC_MISDIRECTED_REQUEST' },
  { where: 'Angular', name: 'HttpStatusCode.MisdirectedRequest' },
];

/** A correct rule for answering 421, in one language. The project's tests run each where its language is installed. */
export interface CodeExample {
  readonly language: string;
  /** It ends TLS itself. Otherwise the proxy in front of it passes the connection's name on, as the code's comment says. */
  readonly endsTls: boolean;
  readonly code: string;
}

/**
 * An application should answer 421 when the connection's name (SNI) and the requested host differ and it does not serve
 * that host on this connection. It should not do so for an unknown host on that host's own connection.
 */
export const CODE_EXAMPLES: readonly CodeExample[] = [
  {
    language: 'Node.js',
    endsTls: true,
    code: `function misdirected(request, response) {
  const host = (request.authority ?? request.headers.host ?? '').replace(/:\\d+$/, '').toLowerCase();
  const sni = request.socket.servername;
  if (!sni || sni === host) return false;
  response.writeHead(421, { 'cache-control': 'no-store' }).end();
  return true;
}`,
  },
  {
    language: 'Python',
    endsTls: true,
    code: `def remember_sni(connection, name, context):
    connection.sni = name  # context.sni_callback = remember_sni

def misdirected(handler):
    host = handler.headers.get("Host", "").rsplit(":", 1)[0].lower()
    sni = getattr(handler.connection, "sni", None)
    if not sni or sni == host:
        return False
    handler.send_response(http.HTTPStatus.MISDIRECTED_REQUEST)
    handler.send_header("Cache-Control", "no-store")
    handler.send_header("Content-Length", "0")
    handler.end_headers()
    return True`,
  },
  {
    language: 'Go',
    endsTls: true,
    code: `func misdirected(w http.ResponseWriter, r *http.Request) bool {
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host
	}
	if r.TLS == nil || r.TLS.ServerName == "" || strings.EqualFold(r.TLS.ServerName, host) {
		return false
	}
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusMisdirectedRequest)
	return true
}`,
  },
  {
    language: 'Rust',
    endsTls: true,
    code: `/// \`host\`: the authority, or the Host field; \`sni\`: ServerConnection::server_name() of rustls.
/// If true, answer with StatusCode::MISDIRECTED_REQUEST and Cache-Control: no-store.
fn misdirected(host: &str, sni: Option<&str>) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    matches!(sni, Some(sni) if !sni.eq_ignore_ascii_case(name))
}`,
  },
  {
    language: 'PHP',
    endsTls: false,
    code: `// Apache: SSLOptions +StdEnvVars. nginx: fastcgi_param SSL_TLS_SNI $ssl_server_name;
function misdirected(): bool {
    $host = strtolower(preg_replace('/:\\d+$/', '', $_SERVER['HTTP_HOST'] ?? ''));
    $sni = strtolower($_SERVER['SSL_TLS_SNI'] ?? '');
    if ($sni === '' || $sni === $host) {
        return false;
    }
    http_response_code(421);
    header('Cache-Control: no-store');
    return true;
}`,
  },
  {
    language: 'Ruby',
    endsTls: false,
    code: `# Rack. nginx: proxy_set_header X-SNI $ssl_server_name; (it must replace what a client sends)
class Misdirected
  def initialize(app)
    @app = app
  end

  def call(env)
    host = env['HTTP_HOST'].to_s.sub(/:\\d+\\z/, '').downcase
    sni = env['HTTP_X_SNI'].to_s.downcase
    return @app.call(env) if sni.empty? || sni == host

    [421, { 'cache-control' => 'no-store' }, []]
  end
end`,
  },
];
