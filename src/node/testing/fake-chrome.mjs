#!/usr/bin/env node
// A program that `record` takes for a browser: it obeys on the debugging pipe (file descriptors 3 and 4), and writes a
// NetLog when it is closed. FAKE_CHROME says what it does otherwise: "mute" (never responds) or "stays" (does not close).
import { createReadStream, mkdirSync, writeFileSync, writeSync } from 'node:fs';

const flag = (name) =>
  process.argv.find((text) => text.startsWith(`--${name}=`))?.slice(name.length + 3) ?? '';
const send = (message) => writeSync(4, `${JSON.stringify(message)}\0`);
const netLog = flag('log-net-log');
mkdirSync(flag('user-data-dir'), { recursive: true });
writeFileSync(netLog, '{"constants":{}');

function obey({ id, method }) {
  if (process.env.FAKE_CHROME === 'mute') return;
  if (method === 'Browser.close') {
    if (process.env.FAKE_CHROME === 'stays') return;
    writeFileSync(netLog, '{"constants":{"logEventTypes":{}},"events":[]}');
    process.exit();
  }
  send({ id, result: {} });
  if (method !== 'Target.setAutoAttach' || id > 2) return;
  send({ method: 'Target.attachedToTarget', params: { sessionId: 's', targetInfo: { type: 'page' } } });
}

let text = '';
createReadStream(null, { fd: 3, encoding: 'utf8' })
  .on('data', (piece) => {
    const messages = `${text}${piece}`.split('\0');
    text = messages.pop() ?? '';
    for (const message of messages) obey(JSON.parse(message));
  })
  .on('close', () => process.exit());
