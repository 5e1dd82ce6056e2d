export declare const noChromium: string;
export declare function findChromium(): string | null;
