import type { Millis } from '../model/capture.ts';

/*
 * Times that two clocks or two processes took, or that a file rounds, are not compared exactly. Each allowance is for
 * one pair of times, so they differ.
 */

/** A time of a HAR entry, a whole number of milliseconds of DevTools' clock, against one of the network stack. */
export const DEVTOOLS_AND_NETWORK: Millis = 4;

/** Two times of one HAR, each rounded to whole milliseconds. */
export const ROUNDED_TIMES: Millis = 1;

/** Sums of several rounded times of one HAR, as the ends of a request's phases are (Firefox). */
export const ROUNDED_SUMS: Millis = 3;

/** The end of a response and the start of the next request on its connection, which two processes report. */
export const TWO_PROCESSES: Millis = 8;

/**
 * The opening of a connection, as HAR and CDP report it by the request that waited for it, against other requests: a
 * busy browser records it late.
 */
export const OPENING_BY_REQUEST: Millis = 20;
