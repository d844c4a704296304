export const FILE: string;
export function processorSeconds(): number | null;
export function noteSeconds(path: string, seconds: number): void;
