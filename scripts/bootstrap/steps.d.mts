export const LOGS: string;
export function newLog(step: string): string;
export function showLog(file: string, shown?: number): void;
export function stepLine(step: string, milliseconds: number, result: string): string;
