import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtCommand } from './testing/built-command.ts';

const { folder, file, run } = builtCommand();

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen');
  return address.port;
}

describe('a browser that cannot be recorded', () => {
  it('because its program does not exist exits with 2 and says what to do', async () => {
    const { code, err } = await run(['record', 'a.test', '--chrome', join(folder, 'no-chrome')]);
    expect(code).toBe(2);
    expect(err).toMatch(/^coalescope: --chrome: .*no-chrome is not an executable program/);
  });

  it('because it does not start exits with 2, repeats its error, and leaves no files behind', async () => {
    const tmp = mkdtempSync(join(folder, 'tmp-'));
    const broken = file(
      'broken-chrome.mjs',
      '#!/usr/bin/env node\nconsole.error("no such display"); process.exit(1);',
    );
    chmodSync(broken, 0o755);
    const { code, err } = await run(['record', 'a.test', '--chrome', broken, '-o', join(folder, 'r')], null, {
      TMPDIR: tmp,
      TEMP: tmp,
    });
    expect(code).toBe(2);
    expect(err).toMatch(/does not start: no such display\n$/);
    expect(readdirSync(tmp)).toEqual([]);
  });

  it('because nothing listens there exits with 2 and says what to do', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const port = portOf(server);
    server.close();
    await once(server, 'close');
    const { code, err } = await run(['attach', '--port', String(port)]);
    expect(code).toBe(2);
    expect(err).toContain('--remote-debugging-port');
  });

  it('because it is not Chromium exits with 2 and says so', async () => {
    const server = createServer((_request, response) => response.end('<h1>Hello</h1>')).listen(
      0,
      '127.0.0.1',
    );
    await once(server, 'listening');
    const { code, err } = await run(['attach', '--port', String(portOf(server))]);
    server.close();
    expect(code).toBe(2);
    expect(err).toContain('not a Chromium browser');
  });
});
