import { name, version } from '../../package.json';
import type { Tool } from '../report/json/report.ts';

/** The `tool` field of reports. Only these two fields of package.json are bundled. */
export const TOOL: Tool = { name, version };
