/** The module "tslab" as TypeScript declares it: cells written for that kernel import it, whether it is installed or not. */
export const tslabTypes = `
declare module "tslab" {
  /** Shows a value of one MIME type. */
  export interface Display {
    javascript(code: string): void;
    html(html: string): void;
    markdown(markdown: string): void;
    latex(latex: string): void;
    svg(svg: string): void;
    png(bytes: Uint8Array): void;
    jpeg(bytes: Uint8Array): void;
    gif(bytes: Uint8Array): void;
    pdf(bytes: Uint8Array): void;
    text(text: string): void;
    /** Shows text, or bytes, under any MIME type. */
    raw(contentType: string, content: string | Uint8Array): void;
  }
  export const display: Display;
  /** A display whose later values take the place of its first. */
  export function newDisplay(): Display;
  export const versions: { tslab: string; typescript: string; node: string };
}
`;
