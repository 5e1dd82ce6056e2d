export { TOOL } from '../library/tool.ts';
