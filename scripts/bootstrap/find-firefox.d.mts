export const noFirefox: string;
export function findFirefox(): string | null;
