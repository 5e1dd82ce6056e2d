import type { LabSite } from '../../lab/site.ts';
import type { PageRequest, Step } from '../plan.ts';

/** What can make a hidden 421 or a connection hard to detect in Firefox. Each plan has one of these as its subject. */
export const FIREFOX_CONFOUNDERS = [
  'none',
  '408',
  'close',
  'http/1.1',
  'bursts',
  'slow-421',
  'posts',
  'frames',
  'dns',
] as const;
export type FirefoxConfounder = (typeof FIREFOX_CONFOUNDERS)[number];

/** One run of Firefox against a lab, completely decided in advance. Plain JSON. */
export interface FirefoxPlan {
  readonly seed: number;
  readonly confounder: FirefoxConfounder;
  /** ms. */
  readonly roundTrip: number;
  readonly site: LabSite;
  /** Requests that the page sends while it loads. */
  readonly atLoad: readonly PageRequest[];
  readonly steps: readonly Extract<Step, { kind: 'wave' | 'retire' }>[];
  /** How long each host name takes to resolve, ms. */
  readonly resolution: Readonly<Record<string, number>>;
}
