import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { STATUS_CODES } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CODE_EXAMPLES } from '../../src/diagnosis/own-code.ts';
import { probe } from '../../src/node/probe/probe.ts';
import { verdictOf } from '../../src/node/probe/verdict.ts';
import { createAuthority } from '../lab/certificates.ts';
import { A, B } from './setup.ts';

const dir = mkdtempSync(join(tmpdir(), 'coalescope-own-code-'));
const children: ChildProcess[] = [];
const certificate = join(dir, 'shared.crt');
const key = join(dir, 'shared.key');

beforeAll(async () => {
  const leaf = (await createAuthority({ shared: [A, B] })).leaves.get('shared');
  writeFileSync(certificate, leaf?.chain ?? '');
  writeFileSync(key, leaf?.key ?? '');
});

afterAll(async () => {
  for (const child of children) {
    const gone = once(child, 'exit');
    if (child.exitCode === null && child.signalCode === null && child.kill()) await gone;
  }
  rmSync(dir, { recursive: true, force: true });
});

/** Programs around the examples; each prints its port. */
const PROGRAMS: Readonly<Record<string, (code: string) => readonly [string, string, string]>> = {
  'Node.js': (code) => [
    process.execPath,
    'server.mjs',
    `import { readFileSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
${code}
const options = { allowHTTP1: true, cert: readFileSync(${JSON.stringify(certificate)}), key: readFileSync(${JSON.stringify(key)}) };
const server = createSecureServer(options, (request, response) => {
  if (!misdirected(request, response)) response.end('served');
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`,
  ],
  Python: (code) => [
    'python3',
    'server.py',
    `import http, http.server, ssl
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
  ],
};

async function portOf(command: string, file: string, program: string): Promise<number> {
  writeFileSync(join(dir, file), program);
  const child = spawn(command, [join(dir, file)], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [line] = await once(createInterface(child.stdout), 'line');
  return Number(line);
}

/** Where there is no Python, its example is left out; not in CI. */
const noPython = spawnSync('python3', ['--version']).status !== 0 && process.env.CI !== 'true';
const tested = CODE_EXAMPLES.filter((one) => one.tested && !(noPython && one.language === 'Python'));

it.each(tested)(
  '$language: 421 on the connection of another host only',
  { timeout: 120_000 },
  async (example) => {
    const program = PROGRAMS[example.language];
    if (program === undefined) throw new Error(`nothing runs ${example.language}`);
    const port = await portOf(...program(example.code));
    const url = new URL(`https://${B}:${port}/`);
    const all = await probe({ url, sni: A, address: '127.0.0.1', insecure: true, timeoutMs: 60_000 });
    expect(verdictOf(all).kind).toBe('misdirected-when-shared');
    expect([all.control.answer.status, all.own.answer.status]).toEqual([200, 200]);
  },
);

it('the name of the status in Node', () => {
  expect(STATUS_CODES[421]).toBe('Misdirected Request');
});
