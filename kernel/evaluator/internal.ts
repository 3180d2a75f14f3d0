const KERNEL = new URL("../", import.meta.url).href;

/** Whether a script is Node's own or the kernel's. */
export const isInternal = (url: string): boolean => url.startsWith("node:") || url.startsWith(KERNEL);
