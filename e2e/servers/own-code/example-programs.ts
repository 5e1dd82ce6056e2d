/** A server program around an example. It prints its port, or takes it as its last argument. */
export interface Program {
  /** The command that must be installed. */
  readonly command: string;
  readonly file: string;
  readonly source: string;
  /** Arguments that build it, and the program to start instead of `command`. */
  readonly build?: (file: string) => { readonly args: readonly string[]; readonly program: string };
  /** Arguments for a port. Without them it chooses and prints a port. */
  readonly args?: (file: string, port: number) => readonly string[];
  /** Serves plain HTTP behind the terminator, which sends it the name in `x-sni`. */
  readonly terminated: boolean;
}

interface Pem {
  /** Paths of PEM files. */
  readonly certificate: string;
  readonly key: string;
}

type MakeProgram = (code: string, pem: Pem) => Program;

const node: MakeProgram = (code, { certificate, key }) => ({
  command: 'node',
  file: 'server.mjs',
  terminated: false,
  source: `import { readFileSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
${code}
const options = { allowHTTP1: true, cert: readFileSync(${JSON.stringify(certificate)}), key: readFileSync(${JSON.stringify(key)}) };
const server = createSecureServer(options, (request, response) => {
  if (!misdirected(request, response)) response.end('served');
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`,
});

const python: MakeProgram = (code, { certificate, key }) => ({
  command: 'python3',
  file: 'server.py',
  terminated: false,
  source: `import http, http.server, ssl
${code}
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if misdirected(self):
            return
        self.send_response(200)
        self.send_header("Content-Length", "6")
        self.end_headers()
        self.wfile.write(b"served")
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(${JSON.stringify(certificate)}, ${JSON.stringify(key)})
context.sni_callback = remember_sni
server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_address[1], flush=True)
server.serve_forever()
`,
});

const go: MakeProgram = (code, { certificate, key }) => ({
  command: 'go',
  file: 'server.go',
  terminated: false,
  build: (file) => ({ args: ['build', '-o', `${file}.bin`, file], program: `${file}.bin` }),
  source: `package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
)

${code}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	panic(http.ServeTLS(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !misdirected(w, r) {
			io.WriteString(w, "served")
		}
	}), ${JSON.stringify(certificate)}, ${JSON.stringify(key)}))
}
`,
});

const rust: MakeProgram = (code) => ({
  command: 'rustc',
  file: 'server.rs',
  terminated: true,
  build: (file) => ({ args: ['--edition', '2021', '-o', `${file}.bin`, file], program: `${file}.bin` }),
  source: `use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;

${code}

fn main() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    println!("{}", listener.local_addr().unwrap().port());
    for stream in listener.incoming() {
        let mut stream = stream.unwrap();
        let (mut host, mut sni) = (String::new(), None);
        for line in BufReader::new(&stream).lines() {
            let line = line.unwrap();
            if line.is_empty() {
                break;
            }
            match line.split_once(": ") {
                Some((name, value)) if name.eq_ignore_ascii_case("host") => host = value.to_string(),
                Some((name, value)) if name.eq_ignore_ascii_case("x-sni") => sni = Some(value.to_string()),
                _ => {}
            }
        }
        let answer = if misdirected(&host, sni.as_deref()) {
            "HTTP/1.1 421 Misdirected Request\\r\\ncache-control: no-store\\r\\ncontent-length: 0\\r\\nconnection: close\\r\\n\\r\\n"
        } else {
            "HTTP/1.1 200 OK\\r\\ncontent-length: 6\\r\\nconnection: close\\r\\n\\r\\nserved"
        };
        stream.write_all(answer.as_bytes()).unwrap();
    }
}
`,
});

/** PHP's own server has no TLS. The variable is the one that Apache and nginx set. */
const php: MakeProgram = (code) => ({
  command: 'php',
  file: 'server.php',
  terminated: true,
  args: (file, port) => ['-S', `127.0.0.1:${port}`, file],
  source: `<?php
${code}
$_SERVER['SSL_TLS_SNI'] = $_SERVER['HTTP_X_SNI'] ?? '';
if (!misdirected()) {
    echo 'served';
}
`,
});

/** A server for one Rack application that uses only Ruby's standard library. */
const ruby: MakeProgram = (code) => ({
  command: 'ruby',
  file: 'server.rb',
  terminated: true,
  source: `require 'socket'
${code}
app = Misdirected.new(->(_env) { [200, {}, ['served']] })
server = TCPServer.new('127.0.0.1', 0)
puts server.addr[1]
$stdout.flush
while (client = server.accept)
  env = {}
  client.gets
  while (line = client.gets) && line != "\\r\\n"
    name, value = line.chomp.split(': ', 2)
    env["HTTP_#{name.upcase.tr('-', '_')}"] = value
  end
  status, headers, body = app.call(env)
  text = body.join
  client.write("HTTP/1.1 #{status} -\\r\\n#{headers.map { |name, value| "#{name}: #{value}\\r\\n" }.join}")
  client.write("content-length: #{text.bytesize}\\r\\nconnection: close\\r\\n\\r\\n#{text}")
  client.close
end
`,
});

/** By the language of the example. */
export const PROGRAMS: Readonly<Record<string, MakeProgram>> = {
  'Node.js': node,
  Python: python,
  Go: go,
  Rust: rust,
  PHP: php,
  Ruby: ruby,
};
