import type { TLSSocket } from 'node:tls';
import { certificateCovers } from '../../analysis/connections/certificate-names.ts';
import type { Sender } from '../../diagnosis/finding.ts';
import { recognise } from '../../diagnosis/recognise/recognise.ts';
import type { Certificate, Protocol } from '../../model/capture.ts';
import type { TimeLeft } from '../time-left.ts';
import { type Answer, type Asked, brokenOff, type Question } from './probe-response.ts';
import { askHttp1, askHttp2, openSession } from './send-request.ts';
import { certificateOn, openTls, type Place } from './tls-connection.ts';

/** Sends requests for any host on a connection that is open. */
export interface Asker {
  /** Never rejects: errors show in the response. */
  ask(authority: string, time: TimeLeft): Promise<Asked>;
  close(): void;
}

/**
 * Sends all requests on one HTTP/2 connection; on one each if the server has only HTTP/1.1, which is never shared.
 * @param path with its query
 * @throws Error (rejects) when the first connection cannot be opened in time
 */
export async function openAsker(place: Place, path: string, time: TimeLeft): Promise<Asker> {
  // Imported before the connection is opened, so that its first bytes do not have to wait.
  const http2 = await import('node:http2');
  const first = await openTls(place, time);
  const { sni, alpn } = place;
  // A server that knows no ALPN ignores what is offered, and takes any first bytes for HTTP/1.1.
  if (first.alpnProtocol !== 'h2' && !alpn.includes('http/1.1')) {
    first.destroy();
    throw new Error('the server does not support h2');
  }
  if (first.alpnProtocol !== 'h2') {
    let unused: TLSSocket | null = first;
    return {
      async ask(authority, limit) {
        const question = { sni, authority };
        const begun = performance.now();
        try {
          const socket = unused ?? (await openTls(place, limit));
          unused = null;
          // Read before the connection ends: the certificate is gone after that.
          const certificate = certificateOn(socket);
          const answer = await askHttp1(socket, { authority, path, time: limit });
          socket.destroy();
          return asked(question, { ...place, protocol: 'http/1.1', certificate }, answer, begun);
        } catch (error) {
          return unreachable(question, place.address, error);
        }
      },
      close: () => unused?.destroy(),
    };
  }
  const session = openSession(first, http2);
  const certificate = certificateOn(first);
  return {
    async ask(authority, limit) {
      const begun = performance.now();
      const answer = await askHttp2(session, { authority, path, time: limit });
      return asked({ sni, authority }, { ...place, protocol: 'h2', certificate }, answer, begun);
    },
    close() {
      session.destroy();
      // After GOAWAY the session would leave it open.
      first.destroy();
    },
  };
}

/** A request for which no connection could be opened. */
export function unreachable(question: Question, address: string | null, error: unknown): Asked {
  const connection = { address, protocol: null, certificate: null };
  return asked(question, connection, brokenOff(error), performance.now());
}

interface Opened {
  readonly address: string | null;
  readonly protocol: Protocol | null;
  readonly certificate: Certificate | null;
}

function asked(question: Question, opened: Opened, answer: Answer, begun: number): Asked {
  const { address, protocol, certificate } = opened;
  const host = question.authority.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  return {
    ...question,
    address,
    protocol,
    certificate,
    covers: certificate === null ? null : certificateCovers(certificate, host),
    answer,
    durationMs: Math.round(performance.now() - begun),
    sender: senderOf(answer),
  };
}

function senderOf({ status, headers, body }: Answer): Sender | null {
  return status === null || status < 400 ? null : recognise({ status, headers, body });
}
