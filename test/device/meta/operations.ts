import { tf } from "../../../src/tf.ts";

export const f = (...shape: number[]) => tf.fill(shape, 0.5);
const b = (...shape: number[]) => tf.fill(shape, 0.5).greater(0);
const i = (...shape: number[]) => tf.fill(shape, 1, "int32");
const f4 = (...shape: [number, number, number, number]) => f(...shape) as tf.Tensor4D;
const f5 = (...shape: [number, number, number, number, number]) => f(...shape) as tf.Tensor5D;
const imaginary = (...shape: number[]) => tf.complex(f(...shape), f(...shape));

/** The gradient of an operation's sum with respect to a tensor. */
const gradient = (operation: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor) => tf.grad((y) => operation(y).sum())(x);

/** Operations by what they try; all together they run every kernel that has a shape rule. */
export const operations: Record<string, () => tf.Tensor | tf.Tensor[]> = {
  abs: () => f(2, 3).abs(),
  add: () => f(2, 1, 3).add(f(4, 1)),
  addN: () => tf.addN([f(2, 3), f(2, 3)]),
  avgPool: () => tf.avgPool(f(1, 7, 6, 2) as tf.Tensor4D, 3, 2, "same"),
  batchNorm: () => tf.batchNorm(f(1, 2, 2, 3), f(3) as tf.Tensor1D, f(3) as tf.Tensor1D),
  cast: () => f(2).cast("int32"),
  ceil: () => f(2).ceil(),
  clipByValue: () => f(2).clipByValue(0, 1),
  "concat along the last axis": () => tf.concat([f(2, 3), f(2, 1)], -1),
  conv2d: () => tf.conv2d(f(2, 9, 8, 3) as tf.Tensor4D, f(3, 2, 3, 5) as tf.Tensor4D, 2, "valid"),
  "conv2d, dilated": () => tf.conv2d(f(2, 9, 8, 3) as tf.Tensor4D, f(3, 2, 3, 5) as tf.Tensor4D, 1, "same", "NHWC", 2),
  "conv2d, fused": () =>
    tf.fused.conv2d({ x: f(9, 8, 3) as tf.Tensor3D, filter: f(3, 2, 3, 5) as tf.Tensor4D, strides: 1, pad: 1 }),
  depthwiseConv2d: () => tf.depthwiseConv2d(f(1, 9, 8, 3) as tf.Tensor4D, f(3, 3, 3, 2) as tf.Tensor4D, [2, 2], "same"),
  "depthwiseConv2d, fused": () =>
    tf.fused.depthwiseConv2d({
      x: f(9, 8, 3) as tf.Tensor3D,
      filter: f(3, 3, 3, 2) as tf.Tensor4D,
      strides: 1,
      pad: 1,
    }),
  div: () => f(2, 3).div(f(3)),
  elu: () => f(2).elu(),
  equal: () => f(2, 3).equal(f(3)),
  erf: () => f(2).erf(),
  exp: () => f(2).exp(),
  expandDims: () => f(2, 3).expandDims(-1),
  fill: () => i(2, 3),
  floor: () => f(2).floor(),
  gather: () => f(2, 3, 4).gather(i(5, 6), 1),
  greater: () => f(2, 3).greater(f(3)),
  greaterEqual: () => f(2, 3).greaterEqual(f(3)),
  identity: () => f(2, 3).clone(),
  leakyRelu: () => tf.leakyRelu(f(2)),
  less: () => f(2, 3).less(f(3)),
  lessEqual: () => f(2, 3).lessEqual(f(3)),
  log: () => f(2).log(),
  logSoftmax: () => tf.logSoftmax(f(2, 3)),
  matMul: () => tf.matMul(f(4, 2, 3), f(4, 5, 3), false, true),
  "matMul, broadcast": () => tf.matMul(f(4, 3, 2), f(1, 3, 5), true),
  "matMul, fused": () => tf.fused.matMul({ a: f(2, 3) as tf.Tensor2D, b: f(3, 5) as tf.Tensor2D }),
  max: () => f(2, 3, 4).max(1),
  "max, axis kept": () => f(2, 3, 4).max([0, -1], true),
  maximum: () => f(2, 3).maximum(f(1, 3)),
  maxPool: () => tf.maxPool(f(1, 7, 6, 2) as tf.Tensor4D, [3, 2], 2, "valid"),
  mean: () => f(2, 3, 4).mean([0, 2]),
  min: () => f(2, 3, 4).min(),
  minimum: () => f(2, 3).minimum(f(1, 3)),
  mirrorPad: () =>
    tf.mirrorPad(
      f(4, 5),
      [
        [1, 2],
        [0, 3],
      ],
      "reflect",
    ),
  mod: () => f(2, 3).mod(f(3)),
  mul: () => f(2, 3).mul(f(1)),
  neg: () => f(2).neg(),
  notEqual: () => f(2, 3).notEqual(f(3)),
  onesLike: () => tf.onesLike(f(2, 3)),
  pad: () =>
    tf.pad(
      f(2, 3),
      [
        [1, 0],
        [2, 3],
      ],
      -1,
    ),
  pow: () => f(2, 3).pow(f(3)),
  prelu: () => f(2, 3).prelu(f(3)),
  prod: () => f(2, 3).prod(0),
  reciprocal: () => f(2).reciprocal(),
  relu: () => f(2).relu(),
  relu6: () => f(2).relu6(),
  reshape: () => f(2, 6).reshape([-1, 3, 1]),
  reverse: () => f(2, 3).reverse(0),
  round: () => f(2).round(),
  rsqrt: () => f(2).rsqrt(),
  sigmoid: () => f(2).sigmoid(),
  sign: () => f(2).sign(),
  slice: () => f(5, 6).slice([1, 2], [3, -1]),
  softmax: () => tf.softmax(f(2, 3)),
  softplus: () => f(2).softplus(),
  "split into three": () => tf.split(f(2, 6), 3, -1),
  "split by sizes": () => tf.split(f(7, 2), [1, -1, 2]),
  sqrt: () => f(2).sqrt(),
  square: () => f(2).square(),
  squaredDifference: () => f(2, 3).squaredDifference(f(3)),
  step: () => f(2).step(),
  sub: () => f(2, 3).sub(f(3)),
  sum: () => f(2, 3, 4).sum([1, 2], true),
  tanh: () => f(2).tanh(),
  tile: () => f(2, 3).tile([2, 1]),
  transpose: () => f(2, 3, 4).transpose([2, 0, 1]),
  where: () => tf.where(b(2, 3), f(2, 3), f(2, 3)),
  zerosLike: () => tf.zerosLike(f(2, 3)),
  "acos, acosh, asin": () => [f(2).acos(), f(2).acosh(), f(2).asin()],
  "asinh, atan, atanh": () => [f(2).asinh(), f(2).atan(), f(2).atanh()],
  "cos, cosh, sin, sinh, tan": () => [f(2).cos(), f(2).cosh(), f(2).sin(), f(2).sinh(), f(2).tan()],
  "expm1, log1p, selu": () => [f(2).expm1(), f(2).log1p(), f(2).selu()],
  "elu's gradient": () => gradient((x) => x.elu(), f(2, 3)),
  "is it a number": () => [f(2).isFinite(), f(2).isInf(), f(2).isNaN()],
  "not, and, or": () => [b(2).logicalNot(), b(2, 1).logicalAnd(b(3)), b(2, 1).logicalOr(b(3))],
  "complex numbers": () => [imaginary(2, 3), tf.real(imaginary(2)), tf.imag(imaginary(2)), imaginary(2, 3).abs()],
  "fourier transforms": () => [tf.spectral.fft(imaginary(2, 4)), tf.spectral.ifft(imaginary(2, 4))],
  atan2: () => tf.atan2(f(2, 1), f(3)),
  floorDiv: () => [f(2, 1).floorDiv(f(3)), i(2).div(i(2))],
  bitwiseAnd: () => tf.bitwiseAnd(i(2, 3), i(2, 3)),
  "all, any": () => [b(2, 3).all(1), b(2, 3).any(0, true)],
  "argMax, argMin": () => [f(2, 3, 4).argMax(1), f(2, 3, 4).argMin(-1)],
  "cumsum, cumprod": () => [f(2, 3).cumsum(1), tf.cumprod(i(2, 3), 0)],
  "mean of integers": () => i(2, 3).mean(1),
  bincount: () => [
    tf.bincount(i(4) as tf.Tensor1D, f(4) as tf.Tensor1D, 3),
    tf.denseBincount(i(2, 4) as tf.Tensor2D, f(2, 4) as tf.Tensor2D, 5),
  ],
  topk: () => Object.values(tf.topk(f(2, 5), 3)),
  unsortedSegmentSum: () => tf.unsortedSegmentSum(f(4, 3), i(4) as tf.Tensor1D, 2),
  einsum: () => [
    tf.einsum("bij,bjk->kbi", f(2, 3, 4), f(2, 4, 5)),
    tf.einsum("ij->j", f(2, 3)),
    tf.einsum("i,i->", f(3), f(3)),
  ],
  "conv2d's gradients": () =>
    tf.grads((x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, [2, 1], "same"))([f(2, 9, 8, 3), f(3, 2, 3, 5)]),
  conv2dTranspose: () => tf.conv2dTranspose(f4(1, 4, 5, 3), f4(3, 3, 2, 3), [1, 8, 10, 2], 2, "same"),
  "depthwiseConv2d's gradients": () =>
    tf.grads((x, w) => tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, 2, "valid"))([
      f(1, 9, 8, 3),
      f(3, 3, 3, 2),
    ]),
  "a depthwise layer, which leaves the dilation open": () =>
    tf.layers.depthwiseConv2d({ kernelSize: 3 }).apply(f(1, 9, 8, 3)) as tf.Tensor,
  separableConv2d: () => tf.separableConv2d(f4(1, 6, 6, 3), f4(3, 3, 3, 2), f4(1, 1, 6, 4), 1, "same"),
  "conv3d and its gradients": () =>
    tf.grads((x, w) => tf.conv3d(x as tf.Tensor5D, w as tf.Tensor5D, 2, "same"))([f(1, 4, 5, 6, 2), f(3, 2, 1, 2, 3)]),
  "dilation2d and its gradients": () =>
    tf.grads((x, w) => tf.dilation2d(x as tf.Tensor4D, w as tf.Tensor3D, 1, "same"))([f(1, 6, 5, 2), f(3, 3, 2)]),
  "avgPool's gradient": () => gradient((x) => tf.avgPool(x as tf.Tensor4D, 3, 2, "same"), f(1, 7, 6, 2)),
  "maxPool's gradient": () => gradient((x) => tf.maxPool(x as tf.Tensor4D, 2, 2, "valid"), f(1, 7, 6, 2)),
  maxPoolWithArgmax: () => Object.values(tf.maxPoolWithArgmax(f4(1, 7, 6, 2), 3, 2, "same")),
  "avgPool3d and its gradient": () => gradient((x) => tf.avgPool3d(x as tf.Tensor5D, 2, 2, "same"), f(1, 5, 4, 6, 2)),
  "maxPool3d and its gradient": () =>
    gradient((x) => tf.maxPool3d(x as tf.Tensor5D, [1, 2, 2], 1, "valid"), f(1, 5, 4, 6, 2)),
  conv3d: () => tf.conv3d(f5(1, 4, 5, 6, 2), f5(3, 2, 1, 2, 3), 1, "valid"),
  "local response normalization and its gradient": () =>
    gradient((x) => tf.localResponseNormalization(x as tf.Tensor4D, 2), f(1, 2, 3, 6)),
  stack: () => tf.stack([f(2, 3), f(2, 3)], -1),
  unstack: () => tf.unstack(f(2, 3, 4), 1),
  depthToSpace: () => tf.depthToSpace(f4(1, 2, 3, 8), 2, "NHWC"),
  batchToSpaceND: () =>
    tf.batchToSpaceND(
      f(4, 3, 5, 2),
      [2, 2],
      [
        [0, 1],
        [1, 0],
      ],
    ),
  spaceToBatchND: () =>
    tf.spaceToBatchND(
      f(1, 3, 5, 2),
      [2, 2],
      [
        [1, 0],
        [0, 1],
      ],
    ),
  diag: () => tf.diag(f(2, 3)),
  stridedSlice: () => f(5, 6, 2).stridedSlice([1, -1, 0], [5, 0, 1], [2, -2, 1], 0, 0, 0, 0, 4),
  gatherND: () => tf.gatherND(f(3, 4, 5), i(6, 2)),
  "gather, in batches": () => tf.gather(f(2, 3, 4), i(2, 5), -2, 1),
  scatterND: () => tf.scatterND(i(4, 1), f(4, 3), [5, 3]),
  sparseToDense: () => tf.sparseToDense(i(1, 2), f(1), [3, 4], 0),
  tensorScatterUpdate: () => tf.tensorScatterUpdate(f(5, 3), i(4, 1), f(4, 3)),
  searchSorted: () => tf.searchSorted(f(2, 5), f(2, 3)),
  // of a square: the cpu backend's gradient takes width for height
  "resizeBilinear and its gradient": () =>
    gradient((x) => tf.image.resizeBilinear(x as tf.Tensor4D, [7, 5]), f(1, 4, 4, 2)),
  "resizeNearestNeighbor and its gradient": () =>
    gradient((x) => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [7, 5]), f(1, 3, 4, 2)),
  "resizeNearestNeighbor of integers": () => tf.image.resizeNearestNeighbor(i(3, 4, 2) as tf.Tensor3D, [7, 5]),
  "resizeBilinear of integers": () => tf.image.resizeBilinear(i(3, 4, 2) as tf.Tensor3D, [7, 5]),
  transform: () => tf.image.transform(f4(2, 4, 5, 3), f(1, 8) as tf.Tensor2D, "bilinear", "constant", 0, [6, 7]),
  cropAndResize: () => tf.image.cropAndResize(f4(2, 4, 5, 3), f(6, 4) as tf.Tensor2D, tf.zeros([6], "int32"), [3, 2]),
  "flipLeftRight, rotateWithOffset": () => [
    tf.image.flipLeftRight(f4(1, 4, 5, 3)),
    tf.image.rotateWithOffset(f4(1, 4, 5, 3), 1),
  ],
  "linspace, range": () => [tf.linspace(0, 1, 5), tf.range(1, 10, 4), tf.range(5, 1, -2, "int32"), tf.range(1, 1)],
  oneHot: () => tf.oneHot(i(2, 3), 4),
  multinomial: () => tf.multinomial(f(2, 3) as tf.Tensor2D, 7, 1),
  softmaxCrossEntropy: () => gradient((x) => tf.losses.softmaxCrossEntropy(f(2, 3), x), f(2, 3)),
  "batchNorm's gradients": () =>
    tf.grads((x, m, v, o, s) =>
      tf.batchNorm(x, m as tf.Tensor1D, v as tf.Tensor1D, o as tf.Tensor1D, s as tf.Tensor1D, 0.1),
    )([f(1, 2, 2, 3), f(3), f(3), f(3), f(3)]),
  "the loss of a small network": () =>
    gradient(
      (w) => {
        const maps = tf.conv2d(f4(2, 8, 8, 1), w as tf.Tensor4D, 1, "same").relu();
        const pooled = tf.maxPool(maps as tf.Tensor4D, 2, 2, "valid").reshape([2, -1]);
        return tf.losses.softmaxCrossEntropy(f(2, 3), pooled.matMul(f(48, 3)));
      },
      f(3, 3, 1, 3),
    ),
};
