import type { Scalar, Tensor, Tensor2D, Tensor4D, Variable } from "@tensorflow/tfjs";
import { kindOf, type Layer } from "../../work/layer.ts";
import { labelsOf, LEARNING_RATE, NORM, parametersOf } from "../../work/learning.ts";
import type { Network } from "../../work/network.ts";
import type { NetworkTask } from "../../work/task.ts";
import { SEEDS, values } from "../../work/values.ts";
import type { BuiltNetwork, Style, Tf } from "./style.ts";

type Pads = (x: Tensor4D, layer: Layer) => [x: Tensor4D, pad: Parameters<Tf["conv2d"]>[3]];

/** A network of tfjs's own operations, channels last: folded and fused for inference, with batch norms for a training step. */
export function stockNetwork(tf: Tf, style: Style, pads: Pads, { network, batch, pass }: NetworkTask): BuiltNetwork {
  const x = images(tf, network, batch);
  const layers = tf.tidy(() => weightsOf(tf, style, network).map((own) => own.map((tensor) => tf.variable(tensor))));
  const [weights, biases] = [layers.map(([weight]) => weight!), layers.map(([, bias]) => bias!)];
  if (pass === "inference") {
    return {
      layout: "NHWC, batch norms folded, fused",
      run: () => tf.tidy(() => infer(tf, pads, network, x, weights, biases)),
      reset: () => {},
      dispose: () => tf.dispose([x, ...weights, ...biases]),
    };
  }
  const norms = network.convolutions.map(({ outChannels }) => ({
    scale: tf.variable(tf.ones([outChannels])),
    mean: tf.variable(tf.zeros([outChannels]), false),
    variance: tf.variable(tf.ones([outChannels]), false),
  }));
  const labels = tf.tidy(() =>
    tf.oneHot(tf.tensor1d(labelsOf(batch, network.classifier.outFeatures), "int32"), network.classifier.outFeatures),
  ) as Tensor2D;
  const optimizer = tf.train.sgd(LEARNING_RATE);
  const learned = [...weights, ...biases, ...norms.map(({ scale }) => scale)];
  const first = learned.map((variable) => variable.clone());
  const loss = (): Scalar => {
    const logits = learn(tf, pads, network, x, weights, biases, norms);
    return tf.losses.softmaxCrossEntropy(labels, logits);
  };
  return {
    layout: "NHWC",
    run: () => optimizer.minimize(loss, true, learned)!,
    reset: () => learned.forEach((variable, i) => variable.assign(first[i]!)),
    dispose() {
      tf.dispose([x, labels, ...learned, ...first, ...norms.flatMap(({ mean, variance }) => [mean, variance])]);
      optimizer.dispose();
    },
  };
}

const images = (tf: Tf, { convolutions }: Network, batch: number): Tensor4D =>
  tf.tidy(() => {
    const { inChannels, height, width } = convolutions[0]!;
    const shape: Tensor4D["shape"] = [batch, inChannels, height, width];
    return tf.transpose(tf.tensor4d(values(tf.util.sizeFromShape(shape), SEEDS.x), shape), [0, 2, 3, 1]);
  });

/** The weight and the bias of each layer as tfjs has them. */
const weightsOf = (tf: Tf, style: Style, network: Network): [Tensor, Tensor][] =>
  parametersOf(network).map(({ weight, shape, bias }, i) => {
    const layer = network.convolutions[i];
    const own = tf.tensor(weight, shape);
    return [layer ? style.fromOIHW(own as Tensor4D, layer) : tf.transpose(own), tf.tensor1d(bias)];
  });

type Layers = readonly Variable[];

function infer(tf: Tf, pads: Pads, { convolutions }: Network, x: Tensor4D, weights: Layers, biases: Layers): Tensor {
  const maps = convolutions.reduce((maps, layer, i) => {
    const [input, pad] = pads(maps, layer);
    const strides = [...layer.stride] as [number, number];
    // fused operations take a number of pixels on each side as others do, though their types leave it out
    const options = {
      x: input,
      filter: weights[i]! as Tensor as Tensor4D,
      strides,
      pad: pad as "same",
      bias: biases[i]!,
    };
    const isDepthwise = kindOf(layer) === "depthwise";
    return (isDepthwise ? tf.fused.depthwiseConv2d : tf.fused.conv2d)({ ...options, activation: "relu" }) as Tensor4D;
  }, x);
  return tf.fused.matMul({ a: tf.mean(maps, [1, 2]), b: weights.at(-1)!, bias: biases.at(-1)! });
}

type Norms = readonly Record<"scale" | "mean" | "variance", Variable>[];

function learn(
  tf: Tf,
  pads: Pads,
  { convolutions }: Network,
  x: Tensor4D,
  weights: Layers,
  biases: Layers,
  norms: Norms,
): Tensor2D {
  const maps = convolutions.reduce((maps, layer, i) => {
    const [input, pad] = pads(maps, layer);
    const strides = [...layer.stride] as [number, number];
    const convolve = kindOf(layer) === "depthwise" ? tf.depthwiseConv2d : tf.conv2d;
    const y = convolve(input, weights[i]! as Tensor as Tensor4D, strides, pad);
    const { mean, variance } = tf.moments(y, [0, 1, 2]);
    keep(norms[i]!.mean, mean);
    keep(norms[i]!.variance, variance);
    return tf.relu(
      tf.batchNorm(y, mean as never, variance as never, biases[i] as never, norms[i]!.scale as never, NORM.epsilon),
    );
  }, x);
  return tf.add(tf.matMul(tf.mean(maps, [1, 2]), weights.at(-1)!), biases.at(-1)!);
}

/** Moves a running statistic towards the batch's. */
function keep(running: Variable, value: Tensor): void {
  running.assign(running.add(value.sub(running).mul(NORM.momentum)));
}
