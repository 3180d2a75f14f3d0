export { bars, type Bars, type BarsOptions } from "./bars.ts";
export { featureMaps, type FeatureMapsOptions } from "./feature-maps.ts";
export { Figure } from "./figure.ts";
export { image, type ImageOptions } from "./image.ts";
export { kernel, type KernelOptions } from "./kernel.ts";
export { fromTensor, type Maps, type Shaped } from "./maps.ts";
export { multiplications } from "./multiplications.ts";
export { parameters } from "./parameters.ts";
