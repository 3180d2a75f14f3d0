import * as nn from "../../nn/index.ts";

/**
 * Local response normalization as AlexNet's paper has it in section 3.3: x / (2 + 10⁻⁴ · Σ x²)^¾ over 5 neighbouring channels.
 * PyTorch divides alpha by the number of channels, so alpha is 5 · 10⁻⁴ here.
 */
export const responseNormalization = () => new nn.LocalResponseNorm(5, { alpha: 5e-4, beta: 0.75, k: 2 });
