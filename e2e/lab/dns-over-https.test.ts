import { connect } from 'node:http2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthority } from './certificates.ts';
import { type DnsOverHttps, startDnsOverHttps } from './dns-over-https.ts';

/** A query with the id 0xabcd, recursion desired (RFC 1035 section 4.1). */
function query(name: string, type: number): Buffer {
  const labels = name.split('.').flatMap((label) => [label.length, ...Buffer.from(label)]);
  return Buffer.from([0xab, 0xcd, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...labels, 0, 0, type, 0, 1]);
}

async function ask(template: string, ca: string, message: Buffer): Promise<Buffer> {
  const session = connect(new URL(template).origin, { ca, checkServerIdentity: () => undefined });
  try {
    const stream = session.request({ ':method': 'POST', ':path': '/dns-query' });
    stream.end(message);
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    return Buffer.concat(chunks);
  } finally {
    session.close();
  }
}

describe("the lab's resolver", () => {
  let resolver: DnsOverHttps;
  let ca = '';

  beforeAll(async () => {
    const authority = await createAuthority({ resolver: ['resolver.test'] });
    ca = authority.pem;
    const leaf = authority.leaves.get('resolver');
    if (leaf === undefined) throw new Error('no certificate');
    resolver = await startDnsOverHttps(leaf, (name) => ({
      address: name === 'a.shop.test' ? '127.0.0.3' : null,
      delay: 0,
    }));
  });
  afterAll(() => resolver.close());

  it('answers an A query with the address of the host', async () => {
    const reply = await ask(resolver.template, ca, query('a.shop.test', 1));
    expect(reply.subarray(0, 8)).toEqual(Buffer.from([0xab, 0xcd, 0x81, 0x80, 0, 1, 0, 1]));
    expect([...reply.subarray(-4)]).toEqual([127, 0, 0, 3]);
  });

  it('has no address record for other types', async () => {
    const reply = await ask(resolver.template, ca, query('a.shop.test', 28));
    expect(reply.readUInt16BE(6)).toBe(0);
    expect(reply.readUInt16BE(2)).toBe(0x8180);
  });

  it('answers NXDOMAIN for a name that does not exist', async () => {
    const reply = await ask(resolver.template, ca, query('nowhere.test', 1));
    expect(reply.readUInt16BE(2) & 0xf).toBe(3);
  });

  it('refuses what is not a query', async () => {
    expect(await ask(resolver.template, ca, Buffer.from([1, 2, 3]))).toHaveLength(0);
  });
});
