import {
  decimal,
  either,
  flag,
  integer,
  list,
  nothing,
  object,
  type Shape,
  text,
} from '../../sources/annotated-har/shape.ts';
import { dateTime, ipAddress, uri } from './formats.ts';

/** What HAR 1.2 requires of each of its objects, and the default where a value is missing or wrong. */

/** Replaces a value that is not a URL. */
const NO_URL = 'about:invalid';
/** What DevTools writes for an unknown type. */
export const NO_TYPE = 'x-unknown';
export const NO_VERSION = 'unknown';

const comment = text;

const pair = object({ required: { name: [text, ''], value: [text, ''] }, optional: { comment } });

const cookie = object({
  required: { name: [text, ''], value: [text, ''] },
  optional: {
    ...{ path: text, domain: text, httpOnly: flag, secure: flag, comment },
    expires: either(nothing, dateTime),
  },
});

const parameter = object({
  required: { name: [text, ''] },
  optional: { value: text, fileName: text, contentType: text, comment },
});

const postData = object({
  required: { mimeType: [text, ''] },
  optional: { text, params: list(parameter), comment },
});

const request = object({
  required: {
    method: [text, ''],
    url: [uri, NO_URL],
    httpVersion: [text, NO_VERSION],
    cookies: [list(cookie), []],
    headers: [list(pair), []],
    queryString: [list(pair), []],
    headersSize: [integer, -1],
    bodySize: [integer, -1],
  },
  optional: { postData, comment },
});

const content = object({
  required: { size: [integer, 0], mimeType: [text, NO_TYPE] },
  optional: { compression: integer, text, encoding: text, comment },
});

const NO_CONTENT = { size: 0, mimeType: NO_TYPE };

const response = object({
  required: {
    status: [integer, 0],
    statusText: [text, ''],
    httpVersion: [text, NO_VERSION],
    cookies: [list(cookie), []],
    headers: [list(pair), []],
    content: [content, NO_CONTENT],
    redirectURL: [text, ''],
    headersSize: [integer, -1],
    bodySize: [integer, -1],
  },
  optional: { comment },
});

const cacheState = object({
  required: { lastAccess: [dateTime, new Date(0).toISOString()], eTag: [text, ''], hitCount: [integer, 0] },
  optional: { expires: dateTime, comment },
});

const cache = object({
  required: {},
  optional: {
    beforeRequest: either(nothing, cacheState),
    afterRequest: either(nothing, cacheState),
    comment,
  },
});

const timings = object({
  required: { send: [decimal, -1], wait: [decimal, -1], receive: [decimal, -1] },
  optional: { blocked: decimal, dns: decimal, connect: decimal, ssl: decimal, comment },
});

const NO_TIMINGS = { send: -1, wait: -1, receive: -1 };

/** @param startedAt RFC 3339, for an entry that does not say when it started. */
export function entryShape(startedAt: string): Shape {
  return object({
    required: {
      startedDateTime: [dateTime, startedAt],
      time: [decimal, 0],
      request: [request, request({})],
      response: [response, response({})],
      cache: [cache, {}],
      timings: [timings, NO_TIMINGS],
    },
    optional: { pageref: text, serverIPAddress: ipAddress, connection: text, comment },
  });
}

const software = object({ required: { name: [text, ''], version: [text, ''] }, optional: { comment } });

const pageTimings = object({
  required: {},
  optional: { onContentLoad: decimal, onLoad: decimal, comment },
});

/**
 * The `log` without its entries.
 * @param creator for a log that does not say who made it
 */
export function logShape(startedAt: string, creator: { name: string; version: string }): Shape {
  const page = object({
    required: {
      startedDateTime: [dateTime, startedAt],
      id: [text, ''],
      title: [text, ''],
      pageTimings: [pageTimings, {}],
    },
    optional: { comment },
  });
  return object({
    required: { version: [() => '1.2', '1.2'], creator: [software, creator] },
    optional: { browser: software, pages: list(page), comment },
  });
}
