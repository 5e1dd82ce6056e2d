import { expect, it } from 'vitest';
import { Handshakes } from './caddy.ts';

const asks = (ServerName: string) => ({ data: { client_hello: { ServerName } } });
const chose = (port: number, ...subjects: string[]) => ({
  msg: 'matched certificate in cache',
  remote_port: String(port),
  subjects,
});

it('simultaneous handshakes are distinguished', async () => {
  const handshakes = new Handshakes();
  const lines = [
    asks('a.test.example'),
    asks('b.other.example'),
    chose(2, '*.other.example'),
    chose(1, '*.test.example'),
    asks('a.test.example'),
    asks('c.test.example'),
    chose(3, '*.test.example'),
    chose(4, '*.test.example'),
  ];
  for (const line of lines) handshakes.take(line);
  const names = await Promise.all([1, 2, 3, 4].map((port) => handshakes.of(port)));
  expect(names).toEqual(['a.test.example', 'b.other.example', 'a.test.example', 'c.test.example']);
});
