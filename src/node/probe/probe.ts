import type { TLSSocket } from 'node:tls';
import { certificateCovers } from '../../analysis/connections/certificate-names.ts';
import type { Sender } from '../../diagnosis/finding.ts';
import { recognise } from '../../diagnosis/recognise/recognise.ts';
import type { Certificate, Protocol } from '../../model/capture.ts';
import { InputError } from '../input/read-input.ts';
import { type Answer, type Asked, brokenOff, type Question } from './probe-response.ts';
import { addressOf } from './resolve-address.ts';
import { askHttp1, askHttp2, openSession } from './send-request.ts';
import { certificateOn, openTls } from './tls-connection.ts';
import type { Asked3 } from './verdict.ts';

export interface ProbeTarget {
  /** The host in question and the path. */
  readonly url: URL;
  /** The host name that the shared connection is opened for. */
  readonly sni: string;
  /** Null: the addresses that the names resolve to. */
  readonly address: string | null;
  readonly insecure: boolean;
  readonly timeoutMs: number;
}

/**
 * Requests a host on a connection opened for another name, as a browser that shares it does, and on its own connection.
 * @throws InputError when the shared connection cannot be opened
 */
export async function probe(target: ProbeTarget): Promise<Asked3> {
  const { url, sni, address } = target;
  const port = url.port === '' ? 443 : Number(url.port);
  const shared = await openAsker(target, { sni, port, address: address ?? (await addressOf(sni)) });
  const control = await shared.ask({ sni, authority: url.port === '' ? sni : `${sni}:${url.port}` });
  const apart = await shared.ask({ sni, authority: url.host });
  shared.close();
  return { control, apart, own: await askOwn(target, port) };
}

interface At {
  readonly sni: string;
  readonly port: number;
  readonly address: string;
}

interface Asker {
  ask(question: Question): Promise<Asked>;
  close(): void;
}

/** Sends all requests on one HTTP/2 connection; on one each if the server has only HTTP/1.1, which is never shared. */
async function openAsker(target: ProbeTarget, at: At): Promise<Asker> {
  const open = () => openTls({ ...target, ...at });
  // Imported before the connection is opened, so that its first bytes do not have to wait.
  const http2 = await import('node:http2');
  const first = await open();
  if (first.alpnProtocol !== 'h2') {
    let unused: TLSSocket | null = first;
    return {
      ask: async (question) => {
        const socket = unused ?? (await open());
        unused = null;
        // Read before the connection ends: the certificate is gone after that.
        const certificate = certificateOn(socket);
        const answer = await askHttp1(socket, asking(target, question));
        socket.destroy();
        return asked(question, at, 'http/1.1', certificate, answer);
      },
      close: () => unused?.destroy(),
    };
  }
  const session = openSession(first, http2);
  const certificate = certificateOn(first);
  return {
    ask: async (question) => {
      const answer = await askHttp2(session, asking(target, question));
      return asked(question, at, 'h2', certificate, answer);
    },
    close: () => session.destroy(),
  };
}

/** A failed connection is a result here, not an error: the server may require a client certificate, for example. */
async function askOwn(target: ProbeTarget, port: number): Promise<Asked> {
  const sni = target.url.hostname.replace(/^\[|\]$/g, '');
  const question = { sni, authority: target.url.host };
  try {
    const address = target.address ?? (await addressOf(sni));
    const asker = await openAsker(target, { sni, port, address });
    const own = await asker.ask(question);
    asker.close();
    return own;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return asked(question, { address: target.address }, null, null, brokenOff(error.message));
  }
}

function asking({ url, timeoutMs }: ProbeTarget, { authority }: Question) {
  return { authority, path: `${url.pathname}${url.search}`, timeoutMs };
}

function asked(
  question: Question,
  { address }: { readonly address: string | null },
  protocol: Protocol | null,
  certificate: Certificate | null,
  answer: Answer,
): Asked {
  const host = question.authority.replace(/:\d+$/, '');
  const covers = certificate === null ? null : certificateCovers(certificate, host);
  return { ...question, address, protocol, certificate, covers, answer, sender: senderOf(answer) };
}

function senderOf({ status, headers, body }: Answer): Sender | null {
  return status === null || status < 400 ? null : recognise({ status, headers, body });
}
