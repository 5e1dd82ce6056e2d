/** Proxies that people record with, by the names that they write into their HARs. */
const PROXY =
  /\b(?:charles|fiddler|mitmproxy|mitmdump|mitmweb|burp|http ?toolkit|proxyman|browsermob|zap|whistle|requestly)\b/i;

/** Whether a proxy writes captures under this name. */
export function isProxy(name: string): boolean {
  return PROXY.test(name);
}
