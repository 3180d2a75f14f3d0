export { readImage, type ReadImageOptions } from "./read-image.ts";
