export const noCaddy: string;
export function findCaddy(): string | null;
