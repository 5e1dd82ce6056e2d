import { name, version } from '../../package.json';
import type { Tool } from '../report/json/report.ts';

/** What reports name as their maker. Only these two of the package's fields end up in the command. */
export const TOOL: Tool = { name, version };
