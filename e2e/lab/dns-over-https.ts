import { once } from 'node:events';
import { createSecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import type { Leaf } from './certificates.ts';

/** How one name resolves. */
export interface NameAnswer {
  /** IPv4 address; null when there is no such name. */
  readonly address: string | null;
  /** How long the resolver thinks, ms. */
  readonly delay: number;
}

export interface DnsOverHttps {
  /** The URL template that a browser gets as its DNS over HTTPS server. */
  readonly template: string;
  close(): Promise<void>;
}

const TYPE_A = 1;
/** One hour, so that a name is resolved once in a run. */
const TTL = 3_600;

/**
 * A DNS over HTTPS server (RFC 8484) for the lab's names. It answers A queries after a delay; every other type gets an
 * empty answer (NODATA) after the same delay, as most names have no AAAA or HTTPS record.
 */
export async function startDnsOverHttps(
  leaf: Leaf,
  answerOf: (name: string, type: number) => NameAnswer,
): Promise<DnsOverHttps> {
  const server = createSecureServer({ allowHTTP1: true, key: leaf.key, cert: leaf.chain });
  server.on('request', async (request, response) => {
    const query = request.method === 'POST' ? await bodyOf(request) : queryParameter(request.url ?? '');
    const question = readQuestion(query);
    if (question === null) {
      response.writeHead(400).end();
      return;
    }
    const answer = answerOf(question.name, question.type);
    setTimeout(() => {
      response.writeHead(200, { 'content-type': 'application/dns-message' });
      response.end(replyTo(query, question, answer));
    }, answer.delay);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    template: `https://127.0.0.1:${port}/dns-query`,
    close: () => new Promise((done) => server.close(() => done())),
  };
}

async function bodyOf(request: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function queryParameter(url: string): Buffer {
  return Buffer.from(new URL(url, 'https://127.0.0.1').searchParams.get('dns') ?? '', 'base64url');
}

interface Question {
  readonly name: string;
  readonly type: number;
  /** Where it ends in the message (RFC 1035 section 4.1.2). */
  readonly end: number;
}

const HEADER = 12;

function readQuestion(message: Buffer): Question | null {
  const labels: string[] = [];
  let at = HEADER;
  for (;;) {
    const length = message[at];
    if (length === undefined || length > 63) return null;
    at += 1;
    if (length === 0) break;
    labels.push(message.toString('latin1', at, at + length));
    at += length;
  }
  if (at + 4 > message.length) return null;
  return { name: labels.join('.').toLowerCase(), type: message.readUInt16BE(at), end: at + 4 };
}

/** RFC 1035 section 4.1: the query's header and question, and one address record where there is one. */
function replyTo(query: Buffer, { type, end }: Question, { address }: NameAnswer): Buffer {
  const hasAddress = address !== null && type === TYPE_A;
  const header = Buffer.from(query.subarray(0, HEADER));
  // A response, recursion desired and available; NXDOMAIN (3) where there is no such name.
  header.writeUInt16BE(0x8180 | (address === null ? 3 : 0), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(hasAddress ? 1 : 0, 6);
  header.writeUInt32BE(0, 8);
  const question = query.subarray(HEADER, end);
  if (!hasAddress) return Buffer.concat([header, question]);
  const record = Buffer.alloc(16);
  // The name is a pointer to the question's.
  record.writeUInt16BE(0xc000 | HEADER, 0);
  record.writeUInt16BE(TYPE_A, 2);
  record.writeUInt16BE(1, 4);
  record.writeUInt32BE(TTL, 6);
  record.writeUInt16BE(4, 10);
  record.set(address.split('.').map(Number), 12);
  return Buffer.concat([header, question, record]);
}
